import type Docker from "dockerode";
import { randomBytes } from "node:crypto";
import { isNotFound, statusOf } from "../../docker/connect.ts";
import { LABEL } from "../../model/names.ts";
import type { RunningEdge } from "../running-edge.ts";

/** More than asking takes, less than a host would miss. */
const MEMORY_BYTES = 64 * 1024 * 1024;
const PROCESSES = 128;

export interface Helper {
  /** What its name begins with. */
  name: string;
  /** What it runs, and ends with. */
  command: readonly string[];
  /** Numeric user; the edge's own when left out. */
  user?: string;
  /** What it shares with a container. */
  shares: Pick<Docker.HostConfig, "NetworkMode" | "PidMode">;
}

/**
 * Has a container for a moment that shares something with another one, whatever that one's image holds. It is of the edge's image, goes
 * by itself when its command has ended, also where this process is killed, and is removed as soon as `act`, which gets its id, is done.
 */
export async function withHelper<T>(
  edge: Pick<RunningEdge, "docker" | "id" | "container" | "environment">,
  { name, command, user, shares }: Helper,
  act: (container: string) => Promise<T>,
): Promise<T> {
  const { docker, id, environment } = edge;
  const { Image } = await docker.getContainer(edge.container).inspect();
  const helper = await docker.createContainer({
    name: `${name}-${randomBytes(4).toString("hex")}`,
    Image,
    ...(user === undefined ? {} : { User: user }),
    Entrypoint: [...command],
    Cmd: [],
    Labels: {
      [LABEL.environment]: environment,
      [LABEL.project]: id.project,
      [LABEL.stack]: id.stack,
      [LABEL.role]: "helper",
    },
    HostConfig: {
      ...shares,
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
