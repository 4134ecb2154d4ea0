import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { decisionText, type Decision } from "../../delivery/release/decision.ts";
import { next, OUTCOMES, type Traffic } from "../../delivery/release/next.ts";
import { lockHolder } from "../../engine/embedded/state/lock.ts";
import { isGone, type ProcessMark } from "../../engine/embedded/state/process-mark.ts";
import type { StackRef } from "../../engine/engine.ts";
import { BusyError, InputError } from "../../model/errors.ts";
import type { StackOptions } from "../options.ts";
import { openPlatform } from "../platform/open-platform.ts";
import type { StackPlatform } from "../platform/platform.ts";
import { findStack } from "../project/find-project.ts";
import { carryOut, TAKING_BACK, type CarriedOut } from "../release/carry-out.ts";
import {
  loadDecision,
  releaseLockPath,
  saveDecision,
  unfinishedDecision,
  withReleaseLock,
} from "../release/decision-store.ts";
import { hasMoved } from "../release/has-moved.ts";
import { releaseSentences } from "../release/release-sentences.ts";
import { defineResult } from "../result/result.ts";
import { liveRuns } from "../run/run-marks.ts";

export interface AbortOptions extends StackOptions {
  /** Of one service only; whatever goes on when left out. */
  service?: string;
}

export const abortResult = defineResult("abort", {
  stack: z.string(),
  stopped: z
    .array(z.strictObject({ pid: z.int(), command: z.string() }))
    .describe("Runs that were asked to stop, and have ended."),
  release: z
    .strictObject({ service: z.string(), version: z.string(), outcome: z.enum(OUTCOMES).nullable() })
    .nullable()
    .describe("The release that this has ended, and how; null where none was going on."),
});

/**
 * Stops what goes on with a stack, as Ctrl-C there would, and gives up a release that is unfinished: the file is put back where
 * traffic has not moved. Where nothing goes on, nothing is changed.
 */
export async function abort(options: AbortOptions): Promise<void> {
  const ref = findStack(options.cwd, options.stack);
  const platform = await openPlatform(ref);
  const before = unfinishedDecision(ref);
  assertMeant(before, options);
  const stopped = await stopRuns(ref);
  const done = before === undefined ? undefined : await giveUp(ref, platform, before);
  if (options.json) {
    const release = done?.decision;
    const outcome = release?.state.step === "ended" ? release.state.outcome : null;
    abortResult.print({
      stack: ref.stack,
      stopped: stopped.map(({ pid, command }) => ({ pid, command })),
      release: release === undefined ? null : { service: release.service, version: release.version, outcome },
    });
    return;
  }
  for (const line of sentences(ref, stopped, done)) process.stdout.write(`${line}\n`);
}

function assertMeant(decision: Decision | undefined, { service, stack }: AbortOptions): void {
  if (service === undefined || decision === undefined || decision.service === service) return;
  throw new InputError(
    `abort: ${decisionText(decision)} is what goes on, got ${JSON.stringify(service)}. To give that up, run ` +
      `\`tidegate abort ${decision.service} -s ${stack}\`.`,
  );
}

const LOOK_MS = 100;
/** A switch that has begun is finished, and a step in hand: an `up` ends long before. */
const END_WITHIN_MS = 120_000;

/** Asks everything that works on the stack in this checkout to stop, and waits for its end. */
async function stopRuns(ref: StackRef): Promise<ProcessMark[]> {
  const holder = lockHolder(releaseLockPath(ref));
  const marks = [...liveRuns(ref), ...(holder === undefined ? [] : [holder])];
  const runs = [...new Map(marks.filter(({ pid }) => pid !== process.pid).map((mark) => [mark.pid, mark])).values()];
  for (const run of runs) {
    process.stderr.write(`Asking \`${run.command}\` (process ${run.pid}) to stop\n`);
    interrupt(run);
  }
  const deadline = performance.now() + END_WITHIN_MS;
  for (const run of runs) {
    while (!isGone(run)) {
      if (performance.now() > deadline) throw stays(run);
      await sleep(LOOK_MS);
    }
  }
  return runs;
}

function interrupt(run: ProcessMark): void {
  try {
    process.kill(run.pid, "SIGINT");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ESRCH" || run.process !== null) throw stays(run);
  }
}

function stays({ command, pid, host, since }: ProcessMark): BusyError {
  return new BusyError(
    `abort: \`${command}\` (process ${pid} on ${host}, since ${since}) cannot be stopped from here, or does not end. ` +
      "Stop it there with Ctrl-C, then run this again.",
  );
}

/** Takes back what a release has declared, unless its own process has done so, or its traffic has moved. */
async function giveUp(ref: StackRef, platform: StackPlatform, before: Decision): Promise<CarriedOut> {
  return await withReleaseLock(ref, { said: "abort" }, async () => {
    const decision = loadDecision(ref) ?? before;
    if (decision.state.step === "ended") return { decision, report: undefined, wasEdited: false, isSuperseded: false };
    const isKnown = ["restoring", "committing"].includes(decision.state.step);
    const traffic = isKnown ? "unknown" : await trafficOf(platform, decision);
    const given = { ...decision, state: next(decision.state, { type: "abort", traffic }, decision) };
    await saveDecision(ref, given);
    return await carryOut(ref, given, TAKING_BACK);
  });
}

/** Throws an InputError where nobody can look: then nobody knows whether the file may be put back. */
async function trafficOf(platform: StackPlatform, decision: Decision): Promise<Traffic> {
  const { hosts } = await platform.observe();
  return hasMoved(hosts, decision) ? "moved" : "unmoved";
}

function sentences(ref: StackRef, stopped: readonly ProcessMark[], done: CarriedOut | undefined): string[] {
  if (stopped.length === 0 && done === undefined) {
    return [`Nothing goes on with ${ref.stack} here, so there is nothing to abort. Nothing was changed.`];
  }
  const ended = stopped.map(({ command, pid }) => `\`${command}\` (process ${pid}) has ended.`);
  if (done === undefined) return [...ended, `\`tidegate status -s ${ref.stack}\` says where traffic is.`];
  const { decision } = done;
  const hasMoved = decision.state.step === "ended" && ["verified", "too late"].includes(decision.state.outcome);
  if (!hasMoved) return [...ended, `${decisionText(decision)}: given up.`, ...releaseSentences(ref.stack, done)];
  return [
    ...ended,
    `${decisionText(decision)}: traffic has moved already, and nothing was undone. To go back, run ` +
      `\`tidegate rollback ${decision.service} -s ${ref.stack}\`; to keep it, \`tidegate up -s ${ref.stack}\`, which brings the ` +
      "state in line.",
  ];
}
