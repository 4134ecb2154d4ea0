import { CLIENTS } from "../model/canary.ts";
import type { CanaryState } from "../model/canary-state.ts";
import type { Step } from "../model/ledger.ts";
import type { EdgeRecord } from "../model/record.ts";
import type { Shift } from "./session.ts";

/** Why a canary changes. */
export type Occasion = Pick<Step, "action" | "by" | "reason" | "verdicts">;

/**
 * The change of a service's canary to another state, null where all clients go over, and what the ledger says of it: the end of a
 * canary is the good end of its switch. Throws where the record has none.
 */
export function canaryShift(record: EdgeRecord, next: CanaryState | null, { action, ...why }: Occasion): Shift {
  const { service, active, generation, sealed, canary } = record;
  const version = active === null ? undefined : sealed[active]?.release.version;
  if (canary === undefined || version === undefined) throw new Error(`${service} has no canary`);
  const revision = canary.revision + 1;
  const share = { before: canary.share, after: next === null ? CLIENTS : next.share };
  const step = { action, revision, share, ...why };
  const told = { service, generation, version };
  return {
    ...{ generation, expected: canary.revision, canary: next },
    facts:
      next === null
        ? { kind: "verified", ...told, switchMs: null, canary: step }
        : { kind: "canary", ...told, ...step },
  };
}
