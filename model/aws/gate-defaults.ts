import { mergeJson } from "../merge-json.ts";

/** The load balancer asks no oftener than that, and a task takes a minute or two to be there at all. */
const GATE = { interval: "5s", within: "5m" };

/** A service as it was written, under which lies what of a gate's defaults is other on AWS than on a host. */
export function withAwsDefaults(service: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...service, gate: mergeJson(GATE, service["gate"] ?? {}) };
}
