import { isJsonObject, mergeJson } from "../merge-json.ts";

/** The load balancer asks no oftener than that, and a task takes a minute or two to be there at all. */
const GATE = { interval: "5s", within: "5m" };

/** ECS puts another task in the place of one that goes down: none comes up again. */
const GUARD = { flapping: null };

/** A service as it was written, under which lies what of the defaults of its gate and guard is other on AWS than on a host. */
export function withAwsDefaults(service: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { gate, guard } = service;
  return {
    ...service,
    gate: mergeJson(GATE, gate ?? {}),
    ...(isJsonObject(guard) ? { guard: mergeJson(GUARD, guard) } : {}),
  };
}
