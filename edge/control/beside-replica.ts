import type { RunningEdge } from "../running-edge.ts";
import type { Replica } from "./replicas.ts";
import { withHelper } from "./with-helper.ts";

/**
 * Has a helper that is in a replica's network: it sees the same names, routes and firewall as the app. It goes by itself after `lifeMs` where
 * this process is killed.
 */
export async function besideReplica<T>(
  edge: RunningEdge,
  replica: Replica,
  lifeMs: number,
  act: (container: string) => Promise<T>,
): Promise<T> {
  const helper = {
    name: `${replica.name}-probe`,
    command: ["sleep", String(Math.ceil(lifeMs / 1000))],
    shares: { NetworkMode: `container:${replica.id}` },
  };
  return await withHelper(edge, helper, act);
}
