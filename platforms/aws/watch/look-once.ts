import { knownSlots, seeReplicas } from "../../../agent/guard/replicas-seen.ts";
import { carryOut } from "../../../agent/watch/carry-out.ts";
import { nextAction, type Action } from "../../../agent/watch/next-action.ts";
import type { Progress } from "../../../agent/watch/progress.ts";
import { standStill } from "../../../agent/watch/standstill.ts";
import { Teller } from "../../../agent/watch/teller.ts";
import type { Log } from "../../../agent/log.ts";
import { isSameSplit, ruleWeights } from "../../../model/aws/rule-weights.ts";
import { CLIENTS } from "../../../model/canary.ts";
import { InputError } from "../../../model/errors.ts";
import { failPoint } from "../../../model/fail-point.ts";
import type { GuardVerdict } from "../../../model/guard-verdict.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import type { Standstill } from "../../../model/standstill.ts";
import { keepEven } from "../control/keep-even.ts";
import { publish } from "../control/publish.ts";
import { openSession, type AwsSession, type SessionArgs } from "../control/session.ts";
import { weightsOf } from "../observe/served.ts";
import { CLOUDWATCH, readFigures } from "./figures.ts";
import { judge } from "./judge.ts";
import { progressOf } from "./progress.ts";
import { switchedAt } from "./switched-at.ts";

export interface LookArgs extends Omit<SessionArgs, "places" | "now"> {
  /** Who looks, for the ledger. */
  name: string;
  log: Log;
  /** Unix time in ms. */
  now?: () => number;
}

/** What a look at a service came to. */
export interface LookEnd {
  /** As it was found. */
  record: EdgeRecord;
  progress: Progress;
  verdicts: readonly GuardVerdict[];
  action: Action["do"];
  /** Why it stands still; null where it does not. */
  standstill: Standstill | null;
}

/**
 * Looks at a release once: takes a canary's step that is over, goes back from what its guard finds bad, and keeps how far it is in the
 * bucket. Where the rule does not say what the record says, it follows it now, as long as a release is watched. Several may look at the same
 * time, and be killed at any moment: what moves traffic is done on condition that nobody else has. Throws an InputError where nothing serves.
 */
export async function lookOnce({ now = Date.now, ...args }: LookArgs): Promise<LookEnd> {
  const { clients, place, store, service, name, log } = args;
  const nowMs = now();
  const [before, guard] = await Promise.all([store.watches.read(service), store.guards.read(service)]);
  const session = await openSession({ clients, place, store, service, places: before.watch?.places ?? {}, now });
  const { record, part } = await session.look();
  const active = record?.active ?? null;
  if (record === null || active === null || part === null || place.listener === null) {
    throw new InputError(`${service}: no color serves, so there is nothing to watch.`);
  }
  await keepEven({ clients, place }, session.found, record);
  const isWatched = record.canary !== undefined || before.watch?.progress.isOver === false;
  if (isWatched && !isFollowed(session, record)) await publish(clients, store, service, session.found);
  const [history, slots, switchedMs] = await Promise.all([
    readFigures({
      ...{ clients, service, active, nowMs, listener: place.listener, groups: session.found.groups },
      latency: guard?.p95 != null || guard?.p99 != null,
    }),
    readBoth(session),
    before.watch === null && record.canary === undefined ? switchedAt(store.ledger, record) : null,
  ]);
  const { progress, stepMs } = progressOf({ before: before.watch, record, history, switchedMs, nowMs });
  const replicas = seeReplicas(before.watch?.replicas ?? undefined, { release: progress.hash, slots, nowMs });
  const share = record.canary?.share ?? CLIENTS;
  const look = { service, active, share, nowMs, sinceMs: progress.sinceMs, history, source: CLOUDWATCH };
  const verdicts =
    guard === null || progress.isOver || share === 0
      ? []
      : judge(guard, { ...look, replicas: part.replicas, slots: knownSlots(slots, replicas), replicasSeen: replicas });
  const silentMs = before.watch === null ? 0 : nowMs - before.watch.atMs;
  const action = nextAction({ canary: record.canary, guard: guard ?? undefined, progress, verdicts, silentMs, nowMs });
  const teller = new Teller({ log, name, now, tell: () => {} });
  const obstacle = await carryOut(action, { session, teller, verdicts }, { record, part, progress });
  failPoint("aws:before-watch");
  const standstill =
    obstacle === null ? null : standStill(before.watch?.standstill ?? undefined, record, obstacle, nowMs);
  const after = { ...progress, isOver: progress.isOver || action.do === "end" };
  const places = { blue: placesIn(slots.blue), green: placesIn(slots.green) };
  await store.watches.put(service, { atMs: nowMs, progress: after, stepMs, places, replicas, standstill }, before);
  failPoint("aws:after-watch");
  return { record, progress: after, verdicts, action: action.do, standstill };
}

/** Whether the public's rule says what the record says. One that is not there is an `up`'s to make. */
function isFollowed({ found: { shown, pools } }: AwsSession, record: EdgeRecord): boolean {
  if (shown === null) return true;
  const weights = weightsOf(shown, Object.values(pools));
  return weights.others === 0 && isSameSplit(weights, ruleWeights(record));
}

async function readBoth(session: AwsSession) {
  const [blue, green] = await Promise.all([session.readSlots("blue"), session.readSlots("green")]);
  return { blue, green };
}

function placesIn(slots: Awaited<ReturnType<AwsSession["readSlots"]>>) {
  return slots.map(({ isUp, since }) => ({ isUp, since }));
}
