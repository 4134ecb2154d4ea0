import type { CanaryState } from "../../model/canary-state.ts";
import type { Color } from "../../model/color.ts";
import type { Change } from "../../model/change.ts";
import type { GateResult } from "../../model/gate-result.ts";
import type { Side, SwitchFacts } from "../../model/ledger.ts";
import type { EdgeRecord } from "../../model/record.ts";
import type { SealedRelease } from "../../model/release.ts";
import { sideOf } from "../../plan/side-of.ts";

/** What a run knows of its switches, and the edge does not. */
export interface Occasion {
  purpose: Exclude<SwitchFacts["purpose"], "fallback">;
  change: Change;
  /** What the gates said; null where none had to be asked. */
  gates: readonly GateResult[] | null;
}

/** A color that is to serve with a release. */
interface Target {
  color: Color;
  sealed: SealedRelease;
  generation: number;
  /** How the traffic goes over step by step; null where all of it does at once. */
  canary: CanaryState | null;
}

/** What the ledger says of a switch that is about to be made. */
export function switchFacts(
  { purpose, change, gates }: Occasion,
  record: EdgeRecord | null,
  { service, color, sealed, generation, canary }: Target & { service: string },
): SwitchFacts {
  return {
    kind: "switch",
    ...{ service, purpose, generation, from: servingSide(record), to: sideOf(color, sealed), release: sealed },
    ...{ change, gates: gates === null ? null : [...gates], problem: null },
    ...(canary === null ? {} : { share: canary.share }),
  };
}

/** The same of the way back from a switch that was made: to who served before it. */
export function fallbackFacts(made: SwitchFacts, record: EdgeRecord | null, problem: string): SwitchFacts {
  const before = record?.active == null ? null : record.sealed[record.active];
  const { share: _, ...whole } = made; // all clients go back
  return {
    ...whole,
    ...{ purpose: "fallback", generation: made.generation + 1, from: made.to, to: made.from, release: before },
    ...{ gates: null, problem },
  };
}

/** The variable in which a rollback that needs an `up` tells the run's processes for which service it is. */
export const ROLLBACK_VARIABLE = "TIDEGATE_ROLLBACK";

/** Why an `up` moves traffic of a service to a release. Nobody goes back to what has never served. */
export function purposeOf(
  record: EdgeRecord | null,
  { service, color, hash }: { service: string; color: Color; hash: string },
  rolledBack = process.env[ROLLBACK_VARIABLE],
): Occasion["purpose"] {
  if (record?.sealed[color]?.hash !== hash) return "release";
  return rolledBack === service ? "rollback" : "return";
}

function servingSide(record: EdgeRecord | null): Side | null {
  const sealed = record?.active == null ? null : record.sealed[record.active];
  return record?.active == null || sealed === null ? null : sideOf(record.active, sealed);
}
