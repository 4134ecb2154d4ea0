import { holdAfter, reviewsAfter } from "../../../edge/control/after-switch.ts";
import { canaryFor } from "../../../edge/control/canary-for.ts";
import { checksProblem } from "../../../edge/control/failed-checks.ts";
import { note } from "../../../edge/control/note.ts";
import { switchFacts } from "../../../edge/control/switch-facts.ts";
import type { Problem } from "../../../edge/control/verify.ts";
import type { CanaryState } from "../../../model/canary-state.ts";
import { BusyError } from "../../../model/errors.ts";
import { failPoint } from "../../../model/fail-point.ts";
import { UNSEALED } from "../../../model/record.ts";
import { AwsError } from "../aws-error.ts";
import { isHealthy, readTargets } from "../observe/target-health.ts";
import type { RecordSwitch } from "../store/next-record.ts";
import { assertEnough } from "./assert-enough.ts";
import { bake, stoppedBefore } from "./bake.ts";
import { findCandidate } from "./candidate.ts";
import { findCheckProblem } from "./checks.ts";
import { fallBack } from "./fall-back.ts";
import type { Candidate, MoveArgs, Moved } from "./move.ts";
import { prove } from "./prove.ts";
import { switchTraffic, UnpublishedError, type Switched } from "./switch-traffic.ts";
import { withScaling } from "./with-scaling.ts";

/**
 * Gate, seal and switch, verify: the traffic of a service goes to a color once it has proved itself, all of it or a canary's first share, and back
 * where it does not do so behind the public listener. Where it goes there already, everything is asserted again and nothing changes. Throws a ControlError where the color is red,
 * a BusyError where somebody else switches, and an InputError for what is not there or AWS does not let us do.
 */
export async function cutOver(args: MoveArgs): Promise<Moved> {
  const candidate = await findCandidate(args);
  await prove(candidate);
  return await args.mandate.atomically(() => withScaling(candidate, () => switchAndVerify(candidate)));
}

async function switchAndVerify(candidate: Candidate): Promise<Moved> {
  const { args, from, before, isThere } = candidate;
  const { service, color, sealed, generation, store } = args;
  const { version } = sealed.release;
  await assertEnough(candidate);
  const canary = canaryOf(candidate);
  const made = switchOf(candidate, canary);
  const stopped = await stoppedBefore(candidate);
  const switched = await switchTraffic(candidate, before, made).catch(async (error: unknown) => {
    if (!(error instanceof UnpublishedError)) throw error;
    if (error.cause instanceof BusyError || made.facts === undefined) throw error.cause;
    const text = error.cause instanceof Error ? error.cause.message : String(error.cause);
    return await fallBack(candidate, error.read, made.facts, { kind: "arrival", text });
  });
  failPoint("aws:before-verify");
  const problem = (await findProblem(candidate, switched)) ?? (await bake(candidate, switched, stopped));
  if (problem !== undefined) return await fallBack(candidate, switched.read, made.facts, problem);
  const switchMs = isThere ? null : switched.tookMs;
  let { head } = switched;
  if (canary === null) {
    const facts = { kind: "verified", service, generation, version, switchMs } as const;
    head = (await note({ note: (told) => store.ledger.append(told) }, facts)) ?? head;
  }
  failPoint("aws:after-verify");
  return { service, from, to: color, version, switchMs, canary, head };
}

/** How the release gets its traffic step by step, or goes on to, which its last step verifies; null where it gets or has all of it. */
function canaryOf({ args, before, found, from, occasion: { purpose }, isThere }: Candidate): CanaryState | null {
  const record = before?.record ?? null;
  if (isThere) return record?.canary ?? null;
  const { canary, color, sealed } = args;
  const replicas = found.pools[color]?.desired ?? 1;
  return canaryFor({ canary, record, from, color, hash: sealed.hash, purpose, replicas, now: Date.now() });
}

function switchOf({ args, before, isThere, occasion }: Candidate, canary: CanaryState | null): RecordSwitch {
  const { service, color, generation, sealed } = args;
  const record = before?.record ?? null;
  const made = {
    ...{ service, active: color, generation },
    // In one write of the record: no color ever serves that is not sealed.
    sealed: { ...(record?.sealed ?? UNSEALED), [color]: sealed },
    ...(canary === null ? {} : { canary }),
  };
  if (isThere) return made;
  const facts = switchFacts(occasion, record, { service, color, sealed, generation, canary });
  return { ...made, facts, movedWith: null, ...holdAfter(facts, record), ...reviewsAfter(facts, record) };
}

/** Why the color should not go on serving; undefined where nothing is wrong. What cannot be found out is a reason, too. */
async function findProblem(candidate: Candidate, { problem }: Switched): Promise<Problem | undefined> {
  const { args, found } = candidate;
  const { clients, color, proofs } = args;
  if (problem !== undefined) return { kind: "arrival", text: problem };
  const health = await readTargets(clients, found.groups[color] ?? "").catch((error: unknown) => {
    if (error instanceof AwsError) return error;
    throw error;
  });
  if (health instanceof AwsError) return { kind: "arrival", text: `it cannot be looked at: ${health.message}` };
  if (!health.some(isHealthy)) return { kind: "arrival", text: "its target group has no healthy target" };
  const text = found.rule === null ? undefined : await proofs?.public?.(); // a rule that comes later leads nobody there yet
  if (text !== undefined) return { kind: "answer", text };
  return await checksProblem(() => findCheckProblem(candidate, "after"));
}
