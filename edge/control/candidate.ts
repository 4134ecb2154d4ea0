import type { Change } from "../../model/change.ts";
import type { Color } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import { failPoint } from "../../model/fail-point.ts";
import type { ServicePart } from "../../model/record.ts";
import type { Release, SealedRelease } from "../../model/release.ts";
import { ledgerProblems } from "../../plan/ledger-problems.ts";
import { olderEdge } from "../older-edge.ts";
import type { RunningEdge } from "../running-edge.ts";
import type { EdgeView, Session } from "../session.ts";
import type { Task } from "../tasks.ts";
import { assertTurn } from "./assert-turn.ts";
import type { BakeArgs } from "./bake.ts";
import { passChecks, type ChecksArgs } from "./checks.ts";
import { demandPass } from "./gate-pass.ts";
import { passGate } from "./gate.ts";
import type { Mandate } from "./mandate.ts";
import { notingRefusal } from "./refusal.ts";
import { passSmoke } from "./smoke.ts";
import { readSmokeSecrets } from "./smoke-secrets.ts";
import { purposeOf, type Occasion } from "./switch-facts.ts";

/** A service whose traffic is to be moved. */
export interface Member {
  /** About the task's service. */
  session: Session;
  /** What the edge says of it. */
  view: EdgeView;
  task: Task<"cutover">;
}

/** What moves traffic, and on whose behalf. */
export interface Endeavor {
  edge: RunningEdge;
  mandate: Mandate;
  /** Who moves traffic, and what is said about it. */
  change: Change;
  /**
   * Set by the command that goes back. It leaves out the smoke requests, before the switch and after: of a release that has served
   * and answered them. What served until then is held.
   */
  isRollback?: boolean;
}

/** A color whose turn it is to serve, and what it has to prove. */
export interface Candidate extends Member {
  /** The color that serves. */
  from: Color | null;
  part: ServicePart;
  sealed: SealedRelease;
  occasion: Occasion;
  /** It gets requests already, from some worker. */
  serving: boolean;
  /** The release with the smoke requests that it has to answer. */
  asked: Release;
  checks: ChecksArgs;
  baking: Omit<BakeArgs, "switched" | "signal">;
}

/** One that has proved itself, and may serve. */
export interface Proved extends Candidate {
  /** Values of the secrets that its smoke requests name. */
  secrets: ReadonlyMap<string, string>;
}

/**
 * Looks whether a service is as the task takes for granted. Throws an InputError where it is not or nothing could be written down, a
 * BusyError where somebody else has switched, and a ControlError where the gates before the release were not asked.
 */
export function candidate({ edge, mandate, change, isRollback = false }: Endeavor, member: Member): Candidate {
  const { session, view, task } = member;
  const { part, sealed } = assertApplied(task, view);
  const from = assertTurn(task, view.record);
  const pass = demandPass(task, view.record);
  const { service, color, release: hash } = task;
  const purpose = isRollback ? "rollback" : purposeOf(view.record, { service, color, hash });
  if (purpose === "release") assertLedger(edge, task, view);
  const serving = from === color || view.workers.some(({ sendsTo }) => sendsTo === color);
  // What has served for a while may have logged what happens to anybody.
  const checks = { edge, task, part, mandate, checks: isRollback || serving ? undefined : sealed.release.checks };
  const bakeTime = isRollback ? "0s" : (sealed.release.checks?.bakeTime ?? "0s");
  return {
    ...{ ...member, from, part, sealed, serving, checks },
    occasion: { purpose, change, gates: pass?.results ?? null },
    asked: { ...sealed.release, smoke: isRollback ? [] : sealed.release.smoke },
    baking: { edge, session, task, part, mandate, bakeTime, logs: checks.checks?.logs },
  };
}

/** Whether traffic goes there already, to this very release. */
export function isThere({ task, from, view: { record }, sealed }: Candidate): boolean {
  return from === task.color && record?.sealed[task.color]?.hash === sealed.hash;
}

/** Has it pass the gate, its checks and its smoke requests. Throws a ControlError where it does not, and the ledger says so. */
export async function prove(endeavor: Endeavor, found: Candidate): Promise<Proved> {
  const { edge, mandate, change } = endeavor;
  const { session, task, part, serving, checks, asked, sealed } = found;
  const passAll = async () => {
    failPoint("cutover:before-gate");
    await mandate.during(passGate({ edge, session, task, part, serving }));
    failPoint("cutover:after-gate");
    await mandate.during(passChecks(checks));
    failPoint("cutover:after-checks");
    const secrets = await mandate.during(readSmokeSecrets(edge, task, asked.smoke));
    await mandate.during(passSmoke(session, task, { release: asked, secrets, route: part.route }));
    failPoint("cutover:after-smoke");
    return { ...found, secrets };
  };
  return await (found.from === task.color ? passAll() : notingRefusal(session, { task, sealed, change }, passAll));
}

/** The part that EdgeConfig has applied must speak of the very release that is to serve. */
function assertApplied(task: Task<"cutover">, { part }: EdgeView): { part: ServicePart; sealed: SealedRelease } {
  const sealed = part?.releases[task.color];
  if (part != null && sealed?.hash === task.release) return { part, sealed };
  throw new InputError(
    `${task.service}: the edge's config does not have release ${task.release} (version ${task.version}) in ` +
      `${task.color}. Run \`tidegate up\` again, which applies it first.`,
  );
}

/** Nobody releases what cannot be written down. */
function assertLedger({ id }: RunningEdge, { service, stack }: Task<"cutover">, { ledger }: EdgeView): void {
  if (ledger === null) throw olderEdge(id);
  const problems = ledgerProblems(service, stack, ledger);
  if (problems.length > 0) throw new InputError(problems.join("\n"));
}
