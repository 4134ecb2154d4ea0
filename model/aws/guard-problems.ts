import type { Guard } from "../guard.ts";

/** Why nobody on AWS can judge a rule, by its name. */
const UNKNOWN = {
  flapping:
    "where ECS puts another task in the place of one that goes down; `failedChecks` counts those that are missing",
  smoke: "where nobody sends requests after the switch",
  promql: "where no Prometheus is asked",
  synthetic: "where nobody sends requests in users' stead",
} as const;

/** Rules of a guard that CloudWatch and the load balancer know nothing of. `at` is where it is written. */
export function guardProblems(guard: Guard | undefined, at: string): string[] {
  if (guard === undefined) return [];
  return (Object.keys(UNKNOWN) as (keyof typeof UNKNOWN)[]) // its own keys
    .filter((rule) => guard[rule] != null)
    .map((rule) => `${at}.${rule}: is not there on AWS, ${UNKNOWN[rule]}. Remove it.`);
}
