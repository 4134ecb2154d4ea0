import { canaryShift } from "../../edge/canary-shift.ts";
import type { Session } from "../../edge/session.ts";
import { unfitForMore } from "../../edge/unfit-for-more.ts";
import { CLIENTS, renderShare } from "../../model/canary.ts";
import type { CanaryState } from "../../model/canary-state.ts";
import { BusyError } from "../../model/errors.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { EdgeRecord, ServicePart } from "../../model/record.ts";
import { nextStep } from "../../plan/canary-steps.ts";
import type { Action } from "./next-action.ts";
import { goBack } from "./go-back.ts";
import { heldEvent, rollbackFailedEvent, rolledBackEvent, unfitEvent } from "./happenings.ts";
import type { Progress } from "./progress.ts";
import { withoutVerdict, type Obstacle } from "./standstill.ts";
import type { Teller } from "./teller.ts";

/** What it takes to act on a service's traffic. */
export interface Means {
  /** About the service. */
  session: Pick<Session, "readSlots" | "shift" | "switchTraffic" | "note">;
  teller: Teller;
  /** What its guard says. */
  verdicts: readonly GuardVerdict[];
}

/** A release that is acted on. */
interface Seen {
  record: EdgeRecord;
  part: Pick<ServicePart, "replicas" | "releases"> | null;
  progress: Progress;
}

/** Does what a look came to. Returns what keeps the release from going on, or back; null where nothing does. */
export async function carryOut(action: Action, means: Means, seen: Seen): Promise<Obstacle | null> {
  const { teller } = means;
  try {
    switch (action.do) {
      case "leave":
        await leave(means, seen, action.canary);
        return null;
      case "step":
        return await goOn(means, seen, action.reason);
      case "back":
        return await takeBack(means, seen, action.why);
      case "hold":
        teller.tell(heldEvent(seen.record, action.why, teller.moment));
        return withoutVerdict(action.why);
      case "await-requests":
        return { because: "samples", rule: null, text: action.text };
      case "nothing":
      case "end":
        return null;
    }
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    teller.logOnce("info", "a release waits for a run that holds the environment", seen.record, { error });
    return { because: "busy", rule: null, text: error.message };
  }
}

/** Moves a canary on to its next step, unless its color could not bear more, which is what it returns. */
async function goOn(
  { session, teller, verdicts }: Means,
  { record, part }: Seen,
  reason: string,
): Promise<Obstacle | null> {
  const { canary, active, service } = record;
  if (canary === undefined || active === null) return null;
  const problem = await unfitForMore(session, active, part?.replicas ?? 1);
  if (problem !== undefined) {
    teller.tell(unfitEvent(record, problem, teller.moment));
    return { because: "replicas", rule: null, text: problem };
  }
  const next = nextStep(canary, teller.now());
  const evidence = verdicts.length === 0 ? {} : { verdicts: [...verdicts] };
  const done = await session.shift(canaryShift(record, next, { action: "step", by: teller.name, reason, ...evidence }));
  if ("revision" in done) return null; // somebody else was faster; the next look sees what is there
  const share = renderShare(next?.share ?? CLIENTS);
  teller.log("info", "a canary goes on", { service, share, reason, entry: done.head?.number ?? null });
  return null;
}

/** Sends the clients of a canary back that nothing has watched; `canary` is what becomes of it. */
async function leave({ session, teller }: Means, { record }: Seen, canary: CanaryState): Promise<void> {
  const reason = canary.paused?.reason ?? "";
  await session.shift(canaryShift(record, canary, { action: "silent", by: teller.name, reason }));
  teller.log("warning", "all clients went back, because nothing had watched", { service: record.service });
}

/** Takes a release back. Returns why there is no way, which people are told, and null where there is. */
async function takeBack(
  { session, teller, verdicts }: Means,
  { record, part, progress: { sinceMs } }: Seen,
  why: GuardVerdict,
): Promise<Obstacle | null> {
  const { service } = record;
  const { name, moment } = teller;
  const end = await goBack(session, { record, part, sinceMs, name, why, verdicts, now: moment.at });
  if (end === "somebody-was-faster") return null;
  if ("refused" in end) {
    teller.logOnce("error", "a release is bad, and cannot be taken back", record, { because: end.refused });
    const text = `${why.text} It cannot go back: ${end.refused}`;
    teller.tell(rollbackFailedEvent(record, `${why.text} ${end.refused}`, moment));
    return { because: "no-way-back", rule: why.rule, text };
  }
  const entry = end.switched.head?.number ?? null;
  teller.log("warning", "a release was taken back", { service, problem: why.text, entry });
  if (end.unnoted !== null) {
    teller.log("error", "the ledger does not say that it arrived", { service, problem: end.unnoted });
  }
  teller.tell(rolledBackEvent(record, why, moment));
  return null;
}
