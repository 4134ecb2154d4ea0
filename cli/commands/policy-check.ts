import { join, resolve } from "node:path";
import { EXIT, InputError } from "../../model/errors.ts";
import { findingsOf } from "../../policy/report/findings.ts";
import { jsonReport } from "../../policy/report/json.ts";
import type { PolicyReport } from "../../policy/report/report.ts";
import { writeReports } from "../../policy/report/write-reports.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { QuietDisplay } from "../display/quiet-display.ts";
import { fit, terminalColumns } from "../display/wrap.ts";
import type { RunCommandOptions } from "../options.ts";
import { checkLines } from "../policy/check-lines.ts";
import { policyCheckResult } from "../policy/check-result.ts";
import { findSource } from "../policy/find-source.ts";
import { RunObserver } from "../policy/observe-run.ts";
import { reportOf } from "../policy/report-of.ts";
import { printFailure } from "../result/result.ts";
import { execute } from "../run/execute.ts";
import { findPolicyPack } from "../run/policy-pack.ts";
import { printReport } from "../run/print-report.ts";
import { openSession } from "../run/session.ts";
import { previewMustRefresh } from "../run/why-refresh.ts";

export interface PolicyCheckOptions extends RunCommandOptions {
  /** Folder to write every kind of report into. */
  report?: string;
  /** Address under which the full report will be found, for the pull request's summary. */
  reportUrl?: string;
}

/** Judges what an `up` would do, by the pack and by the plan rules, and reports it. Changes nothing. */
export async function policyCheck(options: PolicyCheckOptions): Promise<void> {
  const session = await openSession(options, "snapshot");
  const { engine, ref } = session;
  const policyPack = findPolicyPack(ref.projectDir, options.policyPack);
  if (policyPack === undefined) {
    throw new InputError(`--policy-pack: ${ref.projectDir} has no policy pack. Name the folder of one.`);
  }
  const run = new RunObserver();
  const display = new QuietDisplay();
  const refresh = await previewMustRefresh(session, options.refresh);
  display.say(`Judging what an \`up\` of ${ref.stack} would do…`);
  const ended = await execute(session, "preview", display, ({ onEvent, signal }) =>
    engine.preview({
      ...{ refresh, policyPack },
      ...(signal === undefined ? {} : { signal }),
      onEvent: run.before(onEvent),
    }),
  );
  const failed = ended.error !== undefined;
  if (failed && ended.exitCode !== EXIT.policy && run.brokeOff === undefined) {
    const { exitCode, error = "", next } = ended;
    process.exitCode = exitCode;
    if (options.json) printFailure("policy check", exitCode, { error, ...(next === undefined ? {} : { next }) });
    else printReport(ended, display, options);
    return;
  }
  const source = await findSource(ref.projectDir);
  const report = reportOf(session, run, { policyPack, wasRefused: failed, source });
  const { report: folder, reportUrl } = options;
  const link = reportUrl === undefined ? {} : { fullReportUrl: reportUrl };
  const files = folder === undefined ? [] : await writeReports(report, resolve(folder), link);
  process.exitCode = exitCodeOf(report, ended.exitCode);
  if (options.json) policyCheckResult.print(jsonReport(report), process.exitCode);
  else {
    const paint = paintFor(takesColors(process.stdout));
    const written = folder === undefined ? [] : files.map((file) => join(folder, file));
    const text = checkLines(report, written, paint).join("\n");
    process.stdout.write(`${fit(text, terminalColumns(process.stdout))}\n`);
  }
}

/** A program that broke off of itself ends as it would without policies, unless one of them refuses something. */
function exitCodeOf(report: PolicyReport, ended: number): number {
  if (report.verdict === "passed") return EXIT.done;
  const refuses = findingsOf(report, "violated").some(({ rule }) => rule.level === "mandatory");
  return refuses || report.brokeOff === undefined ? EXIT.policy : ended;
}
