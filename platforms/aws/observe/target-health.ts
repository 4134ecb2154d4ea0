import type { AwsClients } from "../clients.ts";
import type { ObservedTarget } from "./observed.ts";

/** What the load balancer knows of the tasks of a target group. */
export async function readTargets({ elb }: Pick<AwsClients, "elb">, group: string): Promise<ObservedTarget[]> {
  const { TargetHealthDescriptions = [] } = await elb.describeTargetHealth({ TargetGroupArn: group });
  return TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({
    id: Target?.Id ?? "",
    port: Target?.Port ?? 0,
    state: TargetHealth?.State ?? "unknown",
    reason: TargetHealth?.Reason ?? null,
    description: TargetHealth?.Description ?? null,
  })).toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.port - b.port));
}

export function isHealthy({ state }: ObservedTarget): boolean {
  return state === "healthy";
}
