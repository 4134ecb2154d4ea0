import type { ReplicaReport } from "./status-report.ts";

/** Whether a replica runs and the proxy may send it requests. */
export function isReplicaUp({ state, health }: Pick<ReplicaReport, "state" | "health">): boolean {
  return state === "running" && (health?.startsWith("UP") ?? false);
}
