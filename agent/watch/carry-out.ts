import { canaryShift } from "../../edge/canary-shift.ts";
import type { Session } from "../../edge/session.ts";
import { unfitForMore } from "../../edge/unfit-for-more.ts";
import { CLIENTS, renderShare } from "../../model/canary.ts";
import type { CanaryState } from "../../model/canary-state.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import { nextStep } from "../../plan/canary-steps.ts";
import { goBack } from "./go-back.ts";
import { rollbackFailedEvent, rolledBackEvent, unfitEvent } from "./happenings.ts";
import type { Seen } from "./seen.ts";
import type { Teller } from "./teller.ts";

/** What it takes to act on a service's traffic. */
export interface Means {
  /** About the service. */
  session: Session;
  teller: Teller;
  /** What its guard says. */
  verdicts: readonly GuardVerdict[];
}

/** Moves a canary on to its next step, unless its color could not bear more. */
export async function goOn(
  { session, teller, verdicts }: Means,
  { record, part }: Seen,
  reason: string,
): Promise<void> {
  const { canary, active, service } = record;
  if (canary === undefined || active === null) return;
  const problem = await unfitForMore(session, active, part?.replicas ?? 1);
  if (problem !== undefined) return teller.tell(unfitEvent(record, problem, teller.moment));
  const next = nextStep(canary, teller.now());
  const evidence = verdicts.length === 0 ? {} : { verdicts: [...verdicts] };
  const done = await session.shift(canaryShift(record, next, { action: "step", by: teller.name, reason, ...evidence }));
  if ("revision" in done) return; // somebody else was faster; the next look sees what is there
  const share = renderShare(next?.share ?? CLIENTS);
  teller.log("info", "a canary goes on", { service, share, reason, entry: done.head?.number ?? null });
}

/** Sends the clients of a canary back that nothing has watched; `canary` is what becomes of it. */
export async function leave({ session, teller }: Means, { record }: Seen, canary: CanaryState): Promise<void> {
  const reason = canary.paused?.reason ?? "";
  await session.shift(canaryShift(record, canary, { action: "silent", by: teller.name, reason }));
  teller.log("warning", "all clients went back, because nothing had watched", { service: record.service });
}

/** Takes a release back. False where there is no way, which people are told. */
export async function takeBack(
  { session, teller, verdicts }: Means,
  { record, part, progress: { sinceMs } }: Seen,
  why: GuardVerdict,
): Promise<boolean> {
  const { service } = record;
  const { name, moment } = teller;
  const end = await goBack(session, { record, part, sinceMs, name, why, verdicts, now: moment.at });
  if (end === "somebody-was-faster") return true;
  if ("refused" in end) {
    teller.logOnce("error", "a release is bad, and cannot be taken back", record, { because: end.refused });
    teller.tell(rollbackFailedEvent(record, `${why.text} ${end.refused}`, moment));
    return false;
  }
  const entry = end.switched.head?.number ?? null;
  teller.log("warning", "a release was taken back", { service, problem: why.text, entry });
  if (end.unnoted !== null) {
    teller.log("error", "the ledger does not say that it arrived", { service, problem: end.unnoted });
  }
  teller.tell(rolledBackEvent(record, why, moment));
  return true;
}
