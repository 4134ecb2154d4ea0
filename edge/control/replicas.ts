import type Docker from "dockerode";
import { isNotFound } from "../../docker/connect.ts";
import type { Color } from "../../model/color.ts";
import { LABEL, networkName, replicaName, type StackId } from "../../model/names.ts";

/** A replica as the container engine sees it. */
export interface Replica {
  index: number;
  name: string;
  id: string;
  /** Release hash on its label. */
  release: string | undefined;
  environment: string | undefined;
  /** IP address on the stack's network; undefined when it has none. */
  address: string | undefined;
  /** The engine's word: created, running, restarting, exited, … */
  state: string;
  /** Unix time in ms of its last start. */
  startedAt: number;
  exitCode: number;
  /** Why the engine could not start it; empty otherwise. */
  error: string;
  outOfMemory: boolean;
  restarts: number;
}

/** Asks the engine for replicas 0 to `count - 1` of a color; null for each that does not exist. */
export function inspectReplicas(
  docker: Docker,
  id: StackId,
  { service, color, count }: { service: string; color: Color; count: number },
): Promise<(Replica | null)[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      inspectReplica(docker, id, index, replicaName(id, service, color, index)),
    ),
  );
}

async function inspectReplica(docker: Docker, id: StackId, index: number, name: string): Promise<Replica | null> {
  try {
    const found = await docker.getContainer(name).inspect();
    const address = found.NetworkSettings.Networks[networkName(id)]?.IPAddress ?? "";
    return {
      index,
      name,
      id: found.Id,
      release: found.Config.Labels[LABEL.release],
      environment: found.Config.Labels[LABEL.environment],
      address: address === "" ? undefined : address,
      state: found.State.Status,
      startedAt: Date.parse(found.State.StartedAt),
      exitCode: found.State.ExitCode,
      error: found.State.Error,
      outOfMemory: found.State.OOMKilled,
      restarts: found.RestartCount,
    };
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
