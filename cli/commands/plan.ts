import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { ConfigEdit } from "../../engine/config/edit-config.ts";
import { colorSchema } from "../../model/color.ts";
import { EXIT } from "../../model/errors.ts";
import { recordOf } from "../../model/observed-hosts.ts";
import type { EdgeRecord } from "../../model/record.ts";
import { canaryText } from "../../plan/canary-text.ts";
import { jsonReport } from "../../policy/report/json.ts";
import { checkEdit } from "../config/check-edit.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { QuietDisplay } from "../display/quiet-display.ts";
import { terminalColumns } from "../display/wrap.ts";
import { planMarkdown } from "../plan/plan-markdown.ts";
import { planText } from "../plan/plan-text.ts";
import { findSource } from "../policy/find-source.ts";
import { RunObserver } from "../policy/observe-run.ts";
import { reportOf } from "../policy/report-of.ts";
import { findStack } from "../project/find-project.ts";
import { declaredService, targetOf } from "../release/decide.ts";
import { releaseEdit } from "../release/stack-file-edit.ts";
import { textDiff } from "../release/text-diff.ts";
import { defineResult, printFailure } from "../result/result.ts";
import { execute } from "../run/execute.ts";
import { findPolicyPack } from "../run/policy-pack.ts";
import { printReport } from "../run/print-report.ts";
import { openSession, seen, type Session } from "../run/session.ts";
import { previewMustRefresh } from "../run/why-refresh.ts";
import type { ReleaseOptions } from "./release.ts";

export interface PlanOptions extends Omit<ReleaseOptions, "skipPreview" | "commit" | "follow"> {
  /** As a pull request shows it, instead of as a terminal does. */
  markdown: boolean;
}

export const planResult = defineResult("plan", {
  stack: z.string(),
  service: z.string(),
  from: colorSchema.nullable(),
  to: colorSchema.nullable().describe("Null where the build serves already."),
  version: z.string().nullable(),
  image: z.string().describe("With its digest."),
  digest: z.string(),
  diff: z.array(z.string()).describe("Lines of the stack's file, each after `-`, `+` or a blank."),
  traffic: z.array(z.string()).describe("What will happen to the traffic, a sentence per service."),
  notes: z.array(z.string()).describe("What the program says beside that, such as what its gates will ask."),
  changes: z.record(z.string(), z.int()).describe("How many resources each operation touches."),
  verdict: z.enum(["passed", "refused"]).nullable().describe("Of the policies; null where nothing was judged."),
  violations: z.array(z.strictObject({ rule: z.string(), resource: z.string(), message: z.string() })),
});

/** Shows what a release would do, and changes nothing: neither the stack's file nor the host. */
export async function plan(options: PlanOptions): Promise<void> {
  const { service, json, version } = options;
  declaredService(findStack(options.cwd, options.stack), service);
  const session = await openSession(options, "snapshot");
  const { reference, digest } = await session.platform.resolveImage(options.image);
  const observing = await seen(session);
  const target = await targetOf(observing, { service, image: reference, version });
  const head = { stack: session.ref.stack, service, image: target?.image ?? reference, digest };
  if (target === null) {
    const record = recordOf(observing.observed.hosts, service);
    if (!json)
      return void process.stdout.write(`${service}: ${reference} ${alreadyText(record)}. There is nothing to do.\n`);
    const nothing = { from: null, to: null, version: null, verdict: null };
    return planResult.print({ ...head, ...nothing, diff: [], traffic: [], notes: [], changes: {}, violations: [] });
  }
  const edit = releaseEdit(session.ref, { ...target, service });
  checkEdit("plan", `${service} ${target.version}`, edit);
  const previewed = await withFile(session, edit, (configFile) => preview(session, options, configFile, edit));
  if (previewed === undefined) return;
  const { run, report, exitCode } = previewed;
  process.exitCode = exitCode;
  const diff = textDiff(edit.before, edit.after);
  const { from, to, version: name } = target;
  const file = `Pulumi.${session.ref.stack}.yaml`;
  const planned = { service, to, version: name, image: target.image, file, diff, notes: run.notes, report };
  if (json) {
    const { traffic, changes, verdict } = report;
    const violations = jsonReport(report).judgements.flatMap(({ rule, resource, violations }) =>
      violations.flatMap(({ message, exception }) =>
        exception === undefined ? [{ rule, resource: resource.name, message }] : [],
      ),
    );
    planResult.print(
      {
        ...{ ...head, from, to, version: name, verdict, violations, changes, traffic, notes: run.notes },
        diff: diff.map(({ sign, text }) => `${sign} ${text}`),
      },
      exitCode,
    );
  } else if (options.markdown) process.stdout.write(planMarkdown(planned));
  else {
    const paint = paintFor(takesColors(process.stdout));
    process.stdout.write(planText(planned, paint, terminalColumns(process.stdout)));
  }
}

/** `serves already`, or how far it is on its way to all clients. */
function alreadyText(record: EdgeRecord | null): string {
  if (record?.canary === undefined || record.active === null) return "serves already";
  return `is under way: ${canaryText(record.canary, record.active, Date.now())}`;
}

/** Hands on a file beside the project's in which the edit is done: the stack's own is not touched, whatever happens. */
async function withFile<T>({ ref }: Session, { after }: ConfigEdit, use: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-plan-"));
  try {
    const path = join(folder, `Pulumi.${ref.stack}.yaml`);
    writeFileSync(path, after, { mode: 0o600 });
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the preview and judges it; undefined where it has failed for another reason than a refusal, which is then printed. */
async function preview(session: Session, options: PlanOptions, configFile: string, { after }: ConfigEdit) {
  const { engine, ref } = session;
  const policyPack = findPolicyPack(ref.projectDir, options.policyPack);
  const run = new RunObserver();
  const display = new QuietDisplay();
  const refresh = await previewMustRefresh(session, options.refresh);
  const ended = await execute(
    session,
    "preview",
    display,
    ({ onEvent, signal }) =>
      engine.preview({
        ...{ refresh, configFile, onEvent: run.before(onEvent) },
        ...(policyPack === undefined ? {} : { policyPack }),
        ...(signal === undefined ? {} : { signal }),
      }),
    "plan",
  );
  const failed = ended.error !== undefined;
  if (failed && ended.exitCode !== EXIT.policy) {
    const { exitCode, error = "", next } = ended;
    process.exitCode = exitCode;
    if (options.json) printFailure("plan", exitCode, { error, ...(next === undefined ? {} : { next }) });
    else printReport(ended, display, { json: false, said: "plan" });
    return undefined;
  }
  const source = await findSource(ref.projectDir);
  const report = reportOf(session, run, { policyPack, wasRefused: failed, source }, after);
  return { run, report, exitCode: report.verdict === "refused" ? EXIT.policy : EXIT.done };
}
