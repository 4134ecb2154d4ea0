import { writeEdit, readStackFile } from "../../engine/config/edit-config.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { Decision } from "../../delivery/release/decision.ts";
import type { ReleaseFailPoint } from "../../delivery/release/fail-points.ts";
import { next, todo, type FollowEnd, type ReleaseEvent, type Traffic, type Work } from "../../delivery/release/next.ts";
import { EXIT } from "../../model/errors.ts";
import { failPoint } from "../../model/fail-point.ts";
import type { RunReport } from "../run/run-report.ts";
import { traced } from "../telemetry/traced.ts";
import { saveDecision, unfinishedDecision } from "./decision-store.ts";
import { declareIn, takeBack } from "./stack-file-edit.ts";

/** What carrying a release out came to. */
export interface CarriedOut {
  decision: Decision;
  /** The last `up` of it; undefined where none was run. */
  report: RunReport | undefined;
  /** Whether somebody has changed the stack's file since the release was declared; their changes are kept. */
  wasEdited: boolean;
  /** Whether another command has moved the traffic back meanwhile, which sees to the file. */
  isSuperseded: boolean;
}

/** What a release does beside its file and its decision. */
export interface ReleaseEffects {
  up: () => Promise<RunReport>;
  /** `report` is undefined where the release was taken up after its `up`. */
  commit: (decision: Decision, report: RunReport | undefined) => Promise<void>;
  /** Waits for what comes after its first traffic; null where somebody has ended the waiting. */
  follow: (decision: Decision) => Promise<FollowEnd | null>;
}

/** Of a release that is only to be taken back. */
export const TAKING_BACK: ReleaseEffects = { up: nothingMore, commit: nothingMore, follow: nothingMore };

function nothingMore(): Promise<never> {
  return Promise.reject(new Error("a release that is taken back runs nothing"));
}

/**
 * Takes a decision from the step it is at to its end, or as far as it comes: one whose traffic has moved and whose `up` then
 * failed stays for the next command, and so does one that is followed no longer. Every step is on the disk before the next one begins.
 */
export async function carryOut(ref: StackRef, decided: Decision, effects: ReleaseEffects): Promise<CarriedOut> {
  let decision = decided;
  let report: RunReport | undefined;
  let [wasEdited, isSuperseded] = [false, false];

  const note = async (event: ReleaseEvent): Promise<boolean> => {
    const state = next(decision.state, event, decision);
    const moved = state.step !== decision.state.step;
    decision = { ...decision, state };
    if (state.step === "ended") at("release:before-end");
    await saveDecision(ref, decision);
    return moved;
  };
  const does: Readonly<Record<Work, () => Promise<boolean>>> = {
    declare: async () => {
      decision = await declare(ref, decision);
      return await note({ type: "declared" });
    },
    run: async () => {
      await note({ type: "begun" });
      at("release:before-run");
      report = await effects.up();
      at("release:after-run");
      return await note({ type: "ran", failure: failureOf(report), traffic: trafficOf(report, decision) });
    },
    restore: async () => {
      wasEdited = await restore(ref, decision);
      return await note({ type: "restored" });
    },
    commit: async () => {
      at("release:before-commit");
      await effects.commit(decision, report);
      at("release:after-commit");
      return await note({ type: "committed" });
    },
    follow: async () => {
      const end = await effects.follow(decision);
      isSuperseded = unfinishedDecision(ref) === undefined;
      return end !== null && !isSuperseded && (await note({ type: "followed", end }));
    },
  };
  for (let work = todo(decision.state); work !== null; work = todo(decision.state)) {
    if (!(await traced(work, does[work]))) break;
  }
  return { decision, report, wasEdited, isSuperseded };
}

/** Has the stack's file say what was decided, also where somebody has changed it since. */
async function declare(ref: StackRef, decision: Decision): Promise<Decision> {
  const { path, source } = readStackFile(ref);
  if (source === decision.file.after) return decision;
  const after = declareIn(ref, source, decision);
  const declared = after === decision.file.after ? decision : { ...decision, file: { before: source, after } };
  if (declared !== decision) await saveDecision(ref, declared); // before the file says so, or nobody could take it back
  at("release:before-file");
  await writeEdit({ path, before: source, after });
  at("release:after-file");
  return declared;
}

/** Puts the stack's file back; true where it holds changes of somebody else's, which stay. */
async function restore(ref: StackRef, decision: Decision): Promise<boolean> {
  const { path, source } = readStackFile(ref);
  const after = takeBack(ref, source, decision);
  at("release:before-restore");
  if (after !== source) await writeEdit({ path, before: source, after });
  at("release:after-restore");
  return after !== decision.file.before;
}

function failureOf({ exitCode, verdicts }: RunReport): "refused" | "rolled back" | "aborted" | null {
  if (exitCode === EXIT.done) return null;
  if (exitCode === EXIT.interrupted) return "aborted";
  const wasBack = exitCode === EXIT.rolledBack || verdicts.some(({ reason }) => reason === "verify");
  return wasBack ? "rolled back" : "refused";
}

/** An `up` that was declined has not asked the host, and changed nothing there. */
function trafficOf({ traffic, error }: RunReport, { service, to }: Decision): Traffic {
  if (error === undefined) return "unmoved";
  if (traffic === null) return "unknown";
  return traffic[service]?.active.includes(to) === true ? "moved" : "unmoved";
}

function at(point: ReleaseFailPoint): void {
  failPoint(point);
}
