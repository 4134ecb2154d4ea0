import { canarySchema } from "../../../model/canary.ts";
import type { CanaryState } from "../../../model/canary-state.ts";
import type { Observed, ObservedHost } from "../../../model/observed.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import { beginCanary } from "../../../plan/canary-steps.ts";
import { observed, record, release, replicas, seal, steady } from "../edge/observed.ts";

export const CANARY = canarySchema.parse({ steps: "5% 10m, 30% 10m, 100%" });
/** What the two colors are sealed as. */
export const BOTH = { blue: seal(release("1")), green: seal(release("2")) };

/** Green 2 is on its way from blue 1, as it begins at `now`, Unix time in milliseconds. */
export function canary(now = observed().observedAt * 1000, change: Partial<CanaryState> = {}): CanaryState {
  const begun = beginCanary(CANARY, { from: "blue", replicas: 2, now });
  if (begun === null) throw new Error("it has one step only");
  return { ...begun, ...change };
}

/** The stack of which a service is on its way, or what `change` makes of its record. */
export function underWay(change: Partial<EdgeRecord> = {}, ofHost: Partial<ObservedHost> = {}): Observed {
  const shop = steady({
    record: { ...record({ active: "green", sealed: BOTH }), canary: canary(), ...change },
    workers: ["green"],
    replicas: [...replicas("blue", BOTH.blue), ...replicas("green", BOTH.green)],
  });
  return observed(shop, ofHost);
}
