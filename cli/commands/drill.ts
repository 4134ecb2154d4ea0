import { resolve } from "node:path";
import { z } from "zod";
import { EXIT, InputError, TidegateError } from "../../model/errors.ts";
import { onlyHost } from "../../model/hosts.ts";
import { plural } from "../../policy/report/plural.ts";
import { assertMayDrill } from "../drill/assert-may-drill.ts";
import { describeDrill } from "../drill/describe-drill.ts";
import { readBudgets, type StackBudgets } from "../drill/budgets.ts";
import type { DrillOptions } from "../drill/drill-options.ts";
import { drillShape, type DrillReport } from "../drill/drill-result.ts";
import { loadOf } from "../drill/load-of.ts";
import { drillDir, withDrillLock } from "../drill/marks.ts";
import { openStage, type StageRequest } from "../drill/open-stage.ts";
import type { Outcome } from "../drill/outcome.ts";
import { practise } from "../drill/practise.ts";
import { putBackLeft } from "../drill/put-back.ts";
import { chartSentence } from "../drill/requests-chart.ts";
import type { Scenario, Stage } from "../drill/scenario.ts";
import { SCENARIOS } from "../drill/scenarios/all.ts";
import { writeReports } from "../drill/write-reports.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { readableWidth } from "../display/wrap.ts";
import { renderText } from "../ledger/record/render-text.ts";
import type { StackOptions } from "../options.ts";
import { hostsFor } from "../platform/hosts-for.ts";
import { findStack } from "../project/find-project.ts";
import { defineResult } from "../result/result.ts";
import { assertCanAsk, confirm } from "../run/confirm.ts";
import { watchInterrupts } from "../run/interrupts.ts";
import type { Patience } from "../run/when-free.ts";

export const drillResult = defineResult("drill", {
  ...drillShape,
  reports: z.array(z.string()).describe("Files with the report: HTML, Markdown, JSON."),
});

/**
 * Practises faults on a stack that is up, one after the other, each under load, and writes what they came to. Throws a PolicyError for a stack of
 * tier prod, an InputError where the stack is not well, and a TidegateError where it was stopped; everything is put back in any case.
 */
export async function drill(
  options: StackOptions & DrillOptions & { service: string | undefined; yes: boolean; waitUntilMs: number },
): Promise<void> {
  const { stack, service, restartEngine, json, waitUntilMs } = options;
  const patience = { waitUntilMs, tell: say };
  const ref = findStack(options.cwd, stack);
  assertMayDrill(ref);
  assertCanAsk("drill", stack, options);
  const budgets = readBudgets(ref);
  const host = onlyHost(hostsFor("drill", ref), "a drill");
  await putBackLeft(ref, host, patience);
  await withDrillLock(ref, patience, async () => {
    const request = { ref, host, service, restartEngine };
    const { stage, load, chosen, leftOut } = await plan(request, options);
    const at = new Date().toISOString();
    if (!options.yes) await askFirst(stage, chosen);
    const scenarios = await practiseAll(chosen, request, { ...options, budgets, patience });
    const kept = scenarios.every((one) => one.kept);
    const report: DrillReport = {
      ...{ project: ref.project, stack, service: stage.before.service, at, kept, load, scenarios, leftOut },
    };
    const reports = await writeReports(resolve(options.report ?? drillDir(ref)), report);
    process.exitCode = kept ? EXIT.done : EXIT.gateRed;
    if (json) return drillResult.print({ ...report, reports }, process.exitCode);
    const paint = paintFor(takesColors(process.stdout));
    process.stdout.write(renderText(describeDrill(report), paint, readableWidth()));
    say(`The report: ${reports.join(", ")}`);
  });
}

interface Plan {
  stage: Stage;
  load: DrillReport["load"];
  chosen: readonly Scenario[];
  leftOut: DrillReport["leftOut"];
}

/** Looks at the stack, and at what of the wanted can be practised there. */
async function plan(request: StageRequest, options: DrillOptions): Promise<Plan> {
  const stage = await openStage(request);
  try {
    const { url, path, host } = await loadOf(stage, options);
    return { stage, load: { url, path, host }, ...(await choose(stage, options)) };
  } finally {
    stage.session.close();
  }
}

/** Throws an InputError where none of the wanted ones can be practised. */
async function choose(
  stage: Stage,
  { scenarios }: DrillOptions,
): Promise<{ chosen: Scenario[]; leftOut: DrillReport["leftOut"] }> {
  const chosen: Scenario[] = [];
  const leftOut: DrillReport["leftOut"] = [];
  for (const name of scenarios) {
    const why = await SCENARIOS[name].whyNot(stage);
    if (why === undefined) chosen.push(SCENARIOS[name]);
    else leftOut.push({ name, why });
  }
  if (chosen.length > 0) return { chosen, leftOut };
  const lines = leftOut.map(({ name, why }) => `${name}: cannot be practised here: ${why}.`);
  throw new InputError([...lines, "Nothing was done."].join("\n"));
}

async function askFirst({ id, before }: Stage, chosen: readonly Scenario[]): Promise<void> {
  say(`${before.service} in ${id.stack}: ${plural(chosen.length, "fault")}, one after the other, each put back:`);
  for (const { name, does } of chosen) say(`  ${name}: ${does}`);
  if (await confirm(`\nPractise this on ${id.stack}? [y/N] `)) return;
  throw new TidegateError("Nothing was done.", EXIT.interrupted);
}

async function practiseAll(
  chosen: readonly Scenario[],
  request: StageRequest,
  { budgets, budget: flags, patience, ...wishes }: DrillOptions & { budgets: StackBudgets; patience: Patience },
): Promise<Outcome[]> {
  const interrupts = watchInterrupts({
    first: () => say("Stopping: the fault in hand is put back first. Press Ctrl-C again to stop at once."),
    second: async () => say("Stopped at once. The next `tidegate drill` or `tidegate up` puts everything back."),
  });
  try {
    const outcomes: Outcome[] = [];
    for (const [index, scenario] of chosen.entries()) {
      say(`[${index + 1}/${chosen.length}] ${scenario.name}: ${scenario.title}`);
      const budget = { ...scenario.budget, ...budgets[scenario.name], ...flags };
      const { signal } = interrupts;
      const outcome = await practise(scenario, request, { budget, wishes, signal, patience: { ...patience, signal } });
      say(`      ${chartSentence(outcome)}${outcome.kept ? "" : ` (over budget)`}`);
      for (const line of outcome.putBack) say(`      put back: ${line}`);
      outcomes.push(outcome);
    }
    return outcomes;
  } finally {
    interrupts.stop();
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
