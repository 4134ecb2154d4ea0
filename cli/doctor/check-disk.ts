import { statfs } from "node:fs/promises";
import type Docker from "dockerode";
import { execIn } from "../../docker/exec.ts";
import { InputError } from "../../model/errors.ts";
import type { ObservedHost } from "../../model/observed.ts";

/** What two pools of images of a usual size take while a release goes on. */
const NEEDED_MIB = 2048;

/**
 * How much room the disk has on which the engine keeps images and containers: asked of the running edge, whose root lies on it,
 * else of this machine, where it is the host. Throws an InputError when it is less than 2 GiB.
 */
export async function checkDisk(docker: Docker, host: string, observed: Pick<ObservedHost, "edge">): Promise<string> {
  const free = (await fromEdge(docker, observed)) ?? (host.startsWith("unix:") ? await fromHere(docker) : undefined);
  if (free === undefined) return "not known: only a running edge can tell, or this machine for itself";
  const text = `${(free / 1024).toFixed(1)} GiB free`;
  if (free >= NEEDED_MIB) return text;
  throw new InputError(`${text}, and a release may need ${NEEDED_MIB / 1024} GiB. \`docker image prune\` makes room.`);
}

async function fromEdge(docker: Docker, { edge }: Pick<ObservedHost, "edge">): Promise<number | undefined> {
  if (edge?.state !== "running") return undefined;
  const { stdout } = await execIn(docker, edge.id, ["df", "-Pm", "/"]);
  const free = /\s(\d+)\s+\d+%/.exec(stdout.split("\n")[1] ?? "")?.[1];
  return free === undefined ? undefined : Number(free);
}

async function fromHere(docker: Docker): Promise<number | undefined> {
  const info = (await docker.info()) as { DockerRootDir?: string }; // its types know nothing of it
  try {
    const { bavail, bsize } = await statfs(info.DockerRootDir ?? "/var/lib/docker");
    return Math.floor((bavail * bsize) / 1024 ** 2);
  } catch {
    return undefined; // the engine runs in a machine of its own (Docker Desktop), or its folder is not for this user
  }
}
