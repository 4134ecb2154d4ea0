import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { isNotFound, statusOf } from "../../docker/connect.ts";
import { LABEL } from "../../model/names.ts";
import type { RunningEdge } from "../running-edge.ts";
import type { Replica } from "./replicas.ts";

/** More than asking takes, less than a host would miss. */
const MEMORY_BYTES = 64 * 1024 * 1024;
const PROCESSES = 128;

/**
 * Has a container for a moment that is in a replica's network: it sees the same names, routes and firewall as the app, whatever
 * the app's image holds. It is of the edge's image, ends and goes by itself after `lifeMs` where this process is killed, and is
 * removed as soon as `act`, which gets its id, is done.
 */
export async function besideReplica<T>(
  edge: RunningEdge,
  replica: Replica,
  lifeMs: number,
  act: (container: string) => Promise<T>,
): Promise<T> {
  const { docker, id, environment } = edge;
  const { Image } = await docker.getContainer(edge.container).inspect();
  const helper = await docker.createContainer({
    name: `${replica.name}-probe-${randomBytes(4).toString("hex")}`,
    Image,
    Entrypoint: ["sleep"],
    Cmd: [String(Math.ceil(lifeMs / 1000))],
    Labels: {
      [LABEL.environment]: environment,
      [LABEL.project]: id.project,
      [LABEL.stack]: id.stack,
      [LABEL.role]: "helper",
    },
    HostConfig: {
      NetworkMode: `container:${replica.id}`,
      AutoRemove: true,
      Init: true,
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true"],
      Memory: MEMORY_BYTES,
      PidsLimit: PROCESSES,
      LogConfig: { Type: "none", Config: {} },
    },
  });
  try {
    await helper.start();
    return await act(helper.id);
  } finally {
    await removeHelper(helper);
  }
}

/** The engine may be removing it by itself already. */
async function removeHelper(helper: Docker.Container): Promise<void> {
  try {
    await helper.remove({ force: true, v: true });
  } catch (error) {
    if (!isNotFound(error) && statusOf(error) !== 409) throw error;
  }
}
