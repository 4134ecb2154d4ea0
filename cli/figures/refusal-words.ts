import type { Refusals } from "../../delivery/figures/refusals.ts";

/** What the stages are called that are no gate which a service declares. */
const STAGES: Readonly<Record<string, string>> = { gates: "a gate", gate: "health", smoke: "smoke", checks: "checks" };

/** `window`, `smoke`: what refused releases. */
export function refuserName({ stage, gate }: Refusals): string {
  return gate ?? STAGES[stage] ?? stage;
}

/** `3`, `3 (1 could not find out)`: how many it refused, and of how many it did not know. */
export function refusalCount({ count, unknown }: Refusals): string {
  return unknown === 0 ? String(count) : `${count} (${unknown} could not find out)`;
}
