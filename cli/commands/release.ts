import { z } from "zod";
import { decisionText } from "../../delivery/release/decision.ts";
import { OUTCOMES } from "../../delivery/release/next.ts";
import type { StackRef } from "../../engine/engine.ts";
import { colorSchema, otherColor } from "../../model/color.ts";
import { EXIT } from "../../model/errors.ts";
import type { Observed } from "../../model/observed.ts";
import { openDisplay } from "../display/open-display.ts";
import type { FollowedEnd } from "../follow/follow.ts";
import { releasesUnderWay } from "../follow/followed.ts";
import type { RunCommandOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { carryOut, TAKING_BACK } from "../release/carry-out.ts";
import { commitFile } from "../release/commit-file.ts";
import { decide, declaredService } from "../release/decide.ts";
import { unfinishedDecision, withReleaseLock } from "../release/decision-store.ts";
import { exitCodeAfter, followedSentences, followEnd, followRelease } from "../release/follow-release.ts";
import { releaseSentences } from "../release/release-sentences.ts";
import { defineResult } from "../result/result.ts";
import { assertCanAsk } from "../run/confirm.ts";
import { printReport } from "../run/print-report.ts";
import { runShape } from "../run/run-report.ts";
import { runUp } from "../run/run-up.ts";
import { openSession, seen, type Session } from "../run/session.ts";

export interface ReleaseOptions extends RunCommandOptions {
  service: string;
  /** With tag or digest. */
  image: string;
  /** Its name; after the image when left out. */
  version?: string;
  skipPreview: boolean;
  /** Commit the stack's file once the release serves. */
  commit: boolean;
  /** Wait until all clients have gone over, or are back, where they go step by step. */
  follow: boolean;
}

export const releaseResult = defineResult("release", {
  stack: z.string(),
  service: z.string(),
  outcome: z
    .enum(OUTCOMES)
    .nullable()
    .describe("How the release ended; null where it serves already, and where it is not finished."),
  from: colorSchema.nullable(),
  to: colorSchema.nullable().describe("Null where it serves already."),
  version: z.string().nullable().describe("Null where it serves already."),
  image: z.string().describe("With its digest."),
  digest: z.string(),
  up: z
    .strictObject({ exitCode: z.int(), ...runShape })
    .nullable()
    .describe("The `up` that carried it out; null where none was run."),
});

/**
 * Has a service serve a build: digest, stack's file, one `up`, verdict. Where traffic does not move, or goes back on its way, the file is
 * put back.
 */
export async function release(options: ReleaseOptions): Promise<void> {
  const { service, stack } = options;
  assertCanAsk("release", stack, options);
  const ref = findStack(options.cwd, stack);
  declaredService(ref, service); // before anything is asked
  const { waitUntilMs } = options;
  await withReleaseLock(ref, { said: `release ${service}`, waitUntilMs }, async () =>
    releaseIn(await openSession(options, "host"), options),
  );
}

async function releaseIn(session: Session, options: ReleaseOptions): Promise<void> {
  const { service, json, version } = options;
  const { ref, engine } = session;
  const { reference, digest } = await session.platform.resolveImage(options.image);
  await engine.settleConfig();
  await finishTakingBack(ref);
  const observing = await seen(session);
  const decided = await decide(observing, { service, image: reference, version }, options);
  if (decided === null) return await alreadyServes(observing, options, { image: reference, digest });
  const { from, to, version: name, image } = decided.decision;
  const isAgain = decided.isTakenUp ? ", which was begun before" : "";
  if (!json) process.stderr.write(`${service}: release ${name} to ${to}, ${image}${isAgain}\n`);
  const ends: FollowedEnd[] = []; // one, where it comes to that
  const done = await carryOut(ref, decided.decision, {
    up: async () => {
      const display = openDisplay(options);
      const report = await runUp(session, options, display, "release");
      if (!json) printReport(report, display, { json, said: "release" });
      return report;
    },
    commit: (decision, report) => commitFile(ref, decision, report?.ledger ?? null),
    follow: async (decision) => {
      const end = await followRelease(session, decision, options);
      ends.push(end);
      return followEnd(end, options);
    },
  });
  const [followed] = ends;
  const { report } = done;
  const { state } = done.decision;
  const exitCode = followed === undefined ? (report?.exitCode ?? EXIT.done) : exitCodeAfter(followed, options);
  process.exitCode = exitCode;
  if (json) {
    const outcome = state.step === "ended" ? state.outcome : null;
    const up = report === undefined ? null : withoutCommand(report);
    releaseResult.print({ stack: ref.stack, service, outcome, from, to, version: name, image, digest, up }, exitCode);
    return;
  }
  const isSaidBelow = followed === undefined || followed.end === "gone over";
  const lines = isSaidBelow ? [] : followedSentences(ref.stack, followed, options);
  const isUndone = followed?.end === "went back" && done.decision.commit && !done.isSuperseded;
  const again = isUndone ? [`Commit Pulumi.${ref.stack}.yaml again: its last commit still has the release.`] : [];
  say([...lines, ...releaseSentences(ref.stack, done), ...again], exitCode);
}

/** Of a build that has all clients there is nothing to do; one that is on the way to them is followed. */
async function alreadyServes(
  session: Session & { observed: Observed },
  options: ReleaseOptions,
  image: { image: string; digest: string },
): Promise<void> {
  const { service, json } = options;
  const { stack } = session.ref;
  const underWay = releasesUnderWay(session.observed.hosts).find((release) => release.service === service);
  if (underWay === undefined) {
    if (json)
      releaseResult.print({ stack, service, outcome: null, from: null, to: null, version: null, ...image, up: null });
    else say([`${service}: ${image.image} serves already. Nothing was changed.`]);
    return;
  }
  const { to, version } = underWay;
  if (!json) process.stderr.write(`${service}: release ${version} to ${to} is under way already\n`);
  const followed = await followRelease(session, underWay, options);
  const exitCode = exitCodeAfter(followed, options);
  process.exitCode = exitCode;
  const outcome = OUTCOME_OF[followed.end ?? "removed"];
  if (json)
    releaseResult.print({ stack, service, outcome, from: otherColor(to), to, version, ...image, up: null }, exitCode);
  else say(followedSentences(stack, followed, options), exitCode);
}

const OUTCOME_OF = { "gone over": "verified", "went back": "rolled back", removed: null } as const;

function say(lines: readonly string[], exitCode: number = EXIT.done): void {
  const out = exitCode === EXIT.done ? process.stdout : process.stderr;
  for (const line of lines) out.write(`${line}\n`);
}

/** A release that was killed while its file was put back has had its verdict: what is wanted now is another one. */
async function finishTakingBack(ref: StackRef): Promise<void> {
  const left = unfinishedDecision(ref);
  if (left?.state.step !== "restoring") return;
  const done = await carryOut(ref, left, TAKING_BACK);
  const lines = [`${decisionText(left)}: was killed while it was taken back.`, ...releaseSentences(ref.stack, done)];
  for (const line of lines) process.stderr.write(`${line}\n`);
}

function withoutCommand<Report extends { command: string }>({
  command: _,
  ...report
}: Report): Omit<Report, "command"> {
  return report;
}
