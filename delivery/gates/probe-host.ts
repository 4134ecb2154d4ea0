import type Docker from "dockerode";
import { z } from "zod";
import { execIn } from "../../docker/exec.ts";
import { imageInRegistry, imageOnHost } from "../../docker/images/image-facts.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import { readUsage } from "../../edge/read-usage.ts";
import { InputError } from "../../model/errors.ts";
import { activeColors, isStopped, type ObservedHost } from "../../model/observed.ts";
import { repositoryOf } from "../retention/image-names.ts";
import { lookAtEngine } from "../retention/look-at-engine.ts";
import { placeOf, type GateContext } from "./gate.ts";
import { hostTime } from "./host-time.ts";

/** What a host says of itself. */
export interface SeenHost {
  /** The engine's version. */
  engine: string;
  /** Host's clock less this machine's; 0 while the answer's own way may explain it. */
  clockOffMs: number;
  /** On the disk of the engine's images; null where nobody could tell. */
  freeBytes: number | null;
  /** Null where nobody could tell its size. `others`: images of the same repository that the host has. */
  image: { bytes: number; isThere: boolean; others: number } | null;
  /** What the kernel could give to new processes, and what the color's own containers use now. Null where nobody could tell. */
  memory: { availableBytes: number; ownBytes: number } | null;
  /** What is wrong with other services of the environment, a sentence's beginning each. */
  troubles: readonly string[];
  /** Of the release that serves now; null where none does. */
  servingImage: { image: string; isThere: boolean } | null;
}

const versionSchema = z.object({ Version: z.string(), Os: z.string(), Arch: z.string() });

/** Engine's version and the platform it runs, `linux/amd64`. */
export async function readEngine(docker: Docker): Promise<{ version: string; platform: string }> {
  const { Version: version, Os: os, Arch: arch } = versionSchema.parse(await docker.version());
  return { version, platform: `${os}/${arch}` };
}

export async function probeHost(context: GateContext, signal: AbortSignal): Promise<SeenHost> {
  const { host } = placeOf(context);
  if (host === null) throw new Error("this release is to serve on no host of ours");
  const { docker, observe } = host;
  const { service, color, release, id } = context.request;
  const [engine, clockOffMs, observed] = await Promise.all([readEngine(docker), clockOff(docker), observe()]);
  const own = (observed.services[service]?.replicas ?? []).filter((replica) => replica.color === color);
  const [room, image, usage, health, servingImage] = await Promise.all([
    readRoom(docker, observed),
    imageSize(docker, release.image, { platform: engine.platform, signal }),
    readUsage(
      docker,
      own.map((replica) => replica.id),
    ),
    observed.edge?.state === "running" ? haproxy.measure(docker, id) : {},
    findServing(docker, observed, service),
  ]);
  const ownBytes = [...usage.values()].reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  return {
    ...{ engine: engine.version, clockOffMs, freeBytes: room?.freeBytes ?? null, image, servingImage },
    memory: room === null ? null : { availableBytes: room.availableBytes, ownBytes },
    troubles: troublesOf(observed, service, health),
  };
}

/** The host's time lies between that of the question and that of the answer, if both clocks are right. */
async function clockOff(docker: Docker): Promise<number> {
  const before = Date.now();
  const time = await hostTime(docker);
  const after = Date.now();
  if (time < before) return time - before;
  return time > after ? time - after : 0;
}

/** The edge's root lies on the disk of the engine's images, and its kernel is the host's. */
async function readRoom(
  docker: Docker,
  { edge }: Pick<ObservedHost, "edge">,
): Promise<{ freeBytes: number; availableBytes: number } | null> {
  if (edge?.state !== "running") return null;
  const { stdout } = await execIn(docker, edge.id, ["sh", "-c", "df -Pk / && cat /proc/meminfo"]);
  const free = /\s(\d+)\s+\d+%\s+\/$/m.exec(stdout)?.[1];
  const available = /^MemAvailable:\s+(\d+) kB$/m.exec(stdout)?.[1];
  if (free === undefined || available === undefined) return null;
  return { freeBytes: Number(free) * 1024, availableBytes: Number(available) * 1024 };
}

async function imageSize(
  docker: Docker,
  image: string,
  options: { platform: string; signal: AbortSignal },
): Promise<SeenHost["image"]> {
  const [onHost, { images }] = await Promise.all([imageOnHost(docker, image), lookAtEngine(docker)]);
  const facts = onHost ?? (await imageInRegistry(image, options).catch(orUnknown));
  if (facts === null) return null;
  const ofService = images.filter(({ names }) => names.some((name) => repositoryOf(name) === repositoryOf(image)));
  const isThere = onHost !== null;
  return { bytes: facts.bytes, isThere, others: ofService.length - (isThere ? 1 : 0) };
}

/** The gate `image` says why. */
function orUnknown(error: unknown): null {
  if (error instanceof InputError) return null;
  throw error;
}

async function findServing(
  docker: Docker,
  { services }: Pick<ObservedHost, "services">,
  service: string,
): Promise<SeenHost["servingImage"]> {
  const record = services[service]?.record;
  const image = record?.active == null ? undefined : record.sealed[record.active]?.release.image;
  return image === undefined ? null : { image, isThere: (await imageOnHost(docker, image)) !== null };
}

function troublesOf(
  { services }: Pick<ObservedHost, "services">,
  own: string,
  health: Awaited<ReturnType<typeof haproxy.measure>>,
): string[] {
  return Object.entries(services).flatMap(([name, service]) => {
    if (name === own) return [];
    return activeColors(service).flatMap((color) => {
      const replicas = service.replicas.filter((replica) => replica.color === color);
      const down = replicas.filter(({ state }) => state === "restarting" || isStopped(state));
      return [
        ...down.map((replica) => `${name}, which serves from ${color}, has ${replica.name} in state ${replica.state}`),
        ...(health[name]?.[color]?.degraded === true
          ? [`${name} is degraded: no replica of ${color} passes its checks`]
          : []),
      ];
    });
  });
}
