import type { CanaryState } from "../../model/canary-state.ts";
import type { Color } from "../../model/color.ts";
import { BusyError } from "../../model/errors.ts";
import { failPoint } from "../../model/fail-point.ts";
import type { LedgerHead } from "../../model/ledger-state.ts";
import type { SwitchFacts } from "../../model/ledger.ts";
import { UNSEALED } from "../../model/record.ts";
import type { Switch, Switched } from "../session.ts";
import type { Task } from "../tasks.ts";
import { holdAfter, reviewsAfter } from "./after-switch.ts";
import { bake } from "./bake.ts";
import { canaryFor } from "./canary-for.ts";
import { isThere, type Proved } from "./candidate.ts";
import { verifyChecks } from "./checks.ts";
import { fallBack, type Made } from "./fall-back.ts";
import { note } from "./note.ts";
import { switchFacts } from "./switch-facts.ts";
import { switchedMeanwhile } from "./switched-meanwhile.ts";
import { together } from "./together.ts";
import { verify, type Problem } from "./verify.ts";

/** A service whose traffic is where it was to be. */
export interface Moved {
  task: Task<"cutover">;
  /** The color that served before. */
  from: Color | null;
  /** Null where traffic was there already. */
  moved: Switched | null;
  /** How it goes over step by step from now on; null where all of it is there. */
  canary: CanaryState | null;
  /** Last entry of the ledger that was written; null where none was. */
  head: LedgerHead | null;
}

/** Seal and switch, verify, watch; where one turns out red all go back where they were, and it throws. */
export async function sealAndSwitch(all: readonly Proved[]): Promise<Moved[]> {
  if (all.length === 0) return [];
  const made = all.map((proved) => {
    const canary = canaryOf(proved);
    return { proved, facts: factsOf(proved, canary), canary };
  });
  const switchAll = (changes: readonly Switch[]) => setTraffic(all, changes);
  const switched = await switchAll(made.map(switchOf));
  failPoint("cutover:before-verify");
  const { red, left } = await firstRed(all, (proved, signal) => findProblem(proved, switched, signal));
  const ours = made.filter(({ proved }) => !left.has(proved));
  if (red !== undefined) await fallBack(ours, red, switchAll);
  let { head } = switched;
  for (const { proved, facts, canary } of ours) {
    if (canary !== null) continue; // its good end is its last step
    const { service, generation, version } = proved.task;
    const switchMs = facts === undefined ? null : switched.tookMs;
    head = (await note(proved.session, { kind: "verified", service, generation, version, switchMs })) ?? head;
  }
  failPoint("cutover:after-verify");
  for (const error of left.values()) throw error;
  return made.map(({ proved: { task, from }, canary }) => {
    return { task, from, moved: from === task.color ? null : switched, canary, head };
  });
}

/** How the release gets its traffic step by step, or goes on to; null where it gets or has all of it. */
function canaryOf(proved: Proved): CanaryState | null {
  const { task, from, part, view, sealed, occasion } = proved;
  if (isThere(proved)) return view.record?.canary ?? null;
  const { canary, replicas } = part;
  const comer = { canary, from, color: task.color, hash: sealed.hash, replicas, now: Date.now() };
  return canaryFor({ ...comer, record: view.record, purpose: occasion.purpose });
}

/** Undefined where traffic is there already, with this release. */
function factsOf(proved: Proved, canary: CanaryState | null): SwitchFacts | undefined {
  if (isThere(proved)) return undefined;
  const { task, view, sealed, occasion } = proved;
  const { service, color, generation } = task;
  return switchFacts(occasion, view.record, { service, color, sealed, generation, canary });
}

function switchOf({ proved: { task, view, sealed }, facts, canary }: Made): Switch {
  const { service, color, generation } = task;
  const { record } = view;
  return {
    ...{ service, expected: record?.generation ?? 0, active: color, generation },
    // In one write of the record: no color ever serves that is not sealed.
    sealed: { ...(record?.sealed ?? UNSEALED), [color]: sealed },
    ...(canary === null ? {} : { canary }),
    ...(facts === undefined ? {} : { facts, ...holdAfter(facts, record), ...reviewsAfter(facts, record) }),
  };
}

/** Any session of the edge makes them all. */
async function setTraffic([first]: readonly Proved[], changes: readonly Switch[]): Promise<Switched> {
  if (first === undefined) throw new Error("a cutover is of one service at least");
  const end = await first.session.switchTraffic(together(changes, first.task.group));
  if (!("found" in end)) return end;
  const wanted = changes.find(({ service }) => service === end.service)?.generation;
  throw switchedMeanwhile(end.service, end.found, wanted ?? first.task.generation);
}

/**
 * Why a color should not go on serving; undefined where nothing is wrong to the end of its bake time. One that has served before and
 * was watched to the end then, or that a rollback went back to, is not watched again.
 */
async function findProblem(proved: Proved, switched: Switched, signal: AbortSignal): Promise<Problem | undefined> {
  const { session, task, asked, secrets, part, checks, baking } = proved;
  const problem =
    (await verify(session, { ...task, release: asked, secrets, route: part.route })) ?? (await verifyChecks(checks));
  if (problem !== undefined) return problem;
  const isProved = proved.from === task.color && !(await session.isOpen(task.generation));
  return isProved ? undefined : await bake({ ...baking, switched, signal });
}

interface Watched {
  /** The first that turned red. */
  red: { proved: Proved; problem: Problem } | undefined;
  /** Those that somebody else has switched meanwhile, whose traffic is theirs to move from then on. */
  left: ReadonlyMap<Proved, BusyError>;
}

/** Looks at all of them side by side, and no longer than until one is red. */
async function firstRed(
  all: readonly Proved[],
  look: (proved: Proved, signal: AbortSignal) => Promise<Problem | undefined>,
): Promise<Watched> {
  const found = new AbortController();
  const left = new Map<Proved, BusyError>();
  try {
    return await new Promise((resolve, reject) => {
      const looks = all.map(async (proved) => {
        try {
          const problem = await look(proved, found.signal);
          if (problem !== undefined) resolve({ red: { proved, problem }, left });
        } catch (error) {
          if (!(error instanceof BusyError)) throw error;
          left.set(proved, error);
        }
      });
      Promise.all(looks).then(() => resolve({ red: undefined, left }), reject);
    });
  } finally {
    found.abort();
  }
}
