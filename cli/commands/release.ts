import { z } from "zod";
import { decisionText } from "../../delivery/release/decision.ts";
import { OUTCOMES } from "../../delivery/release/next.ts";
import type { StackRef } from "../../engine/engine.ts";
import { colorSchema } from "../../model/color.ts";
import { EXIT } from "../../model/errors.ts";
import { openDisplay } from "../display/open-display.ts";
import type { RunCommandOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { carryOut, TAKING_BACK } from "../release/carry-out.ts";
import { commitFile } from "../release/commit-file.ts";
import { decide, declaredService } from "../release/decide.ts";
import { unfinishedDecision, withReleaseLock } from "../release/decision-store.ts";
import { releaseSentences } from "../release/release-sentences.ts";
import { resolveImage } from "../release/resolve-image.ts";
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

/** Has a service serve a build: digest, stack's file, one `up`, verdict. Where traffic does not move, the file is put back. */
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
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`));
  const { reference, digest } = await resolveImage(session, options.image);
  await engine.settleConfig();
  await finishTakingBack(ref);
  const decided = await decide(await seen(session), { service, image: reference, version }, options);
  if (decided === null) {
    say(`${service}: ${reference} serves already. Nothing was changed.`);
    const nothing = { outcome: null, from: null, to: null, version: null, image: reference, digest, up: null };
    if (json) releaseResult.print({ stack: ref.stack, service, ...nothing });
    return;
  }
  const { from, to, version: name, image } = decided.decision;
  const isAgain = decided.isTakenUp ? ", which was begun before" : "";
  if (!json) process.stderr.write(`${service}: release ${name} to ${to}, ${image}${isAgain}\n`);
  const display = openDisplay(options);
  const done = await carryOut(ref, decided.decision, {
    up: () => runUp(session, options, display, "release"),
    commit: (decision, report) => commitFile(ref, decision, report?.ledger ?? null),
  });
  const { report } = done;
  const { state } = done.decision;
  const exitCode = report?.exitCode ?? EXIT.done;
  process.exitCode = exitCode;
  if (json) {
    const outcome = state.step === "ended" ? state.outcome : null;
    const up = report === undefined ? null : withoutCommand(report);
    releaseResult.print({ stack: ref.stack, service, outcome, from, to, version: name, image, digest, up }, exitCode);
    return;
  }
  if (report !== undefined) printReport(report, display, { json, said: "release" });
  const out = exitCode === EXIT.done ? process.stdout : process.stderr;
  for (const line of releaseSentences(ref.stack, done)) out.write(`${line}\n`);
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
