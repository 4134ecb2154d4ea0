import { renderDuration } from "../../model/duration.ts";
import { plural } from "../../policy/report/plural.ts";
import { timeText } from "../figures/words.ts";
import { localTime } from "../ledger/local-time.ts";
import { facts, prose, type RecordDocument, type RecordSection } from "../ledger/record/document.ts";
import type { DrillReport } from "./drill-result.ts";
import type { Outcome } from "./outcome.ts";
import { chartSentence, requestsChart } from "./requests-chart.ts";

/** What a drill came to, as a page. */
export function describeDrill(report: DrillReport): RecordDocument {
  const { service, stack, kept, scenarios, load, at, leftOut } = report;
  const over = scenarios.filter((one) => !one.kept).length;
  return {
    kind: "Drill",
    title: `${service} in ${stack}`,
    end: {
      word: kept ? "budget kept" : "over budget",
      sentence: kept
        ? `${plural(scenarios.length, "fault")} practised, each within its budget.`
        : `${over} of ${plural(scenarios.length, "fault")} cost more than its budget.`,
      isGood: kept,
    },
    warnings: scenarios.flatMap(({ name, exceeded }) => exceeded.map((sentence) => `${name}: ${sentence}`)),
    source: "a drill's own load",
    sections: [
      summarySection(scenarios),
      ...scenarios.map(scenarioSection),
      ...(leftOut.length === 0 ? [] : [leftOutSection(leftOut)]),
      {
        title: "The load",
        parts: [
          facts([
            ["begun", localTime(Date.parse(at))],
            ["sent to", load.url + load.path],
            ["host", load.host],
          ]),
        ],
      },
    ],
  };
}

function summarySection(scenarios: readonly Outcome[]): RecordSection {
  const rows = scenarios.map(({ name, noticedMs, backMs, lost, kept }) => [
    name,
    noticedMs === null ? "" : timeText(noticedMs),
    backMs === null ? "not back" : timeText(backMs),
    String(lost),
    kept ? "kept" : "over budget",
  ]);
  return {
    title: "In short",
    parts: [{ kind: "table", columns: ["fault", "noticed after", "back after", "requests lost", "budget"], rows }],
  };
}

function scenarioSection(outcome: Outcome, index: number): RecordSection {
  const { title, name, does, budget, examples, putBack, timeline } = outcome;
  return {
    title: `${title} (${name})`,
    parts: [
      prose(does),
      { kind: "picture", picture: requestsChart(outcome, index === 0), text: `${chartSentence(outcome)}.` },
      facts([
        ["budget", budgetText(budget)],
        ["lost by", examples.length === 0 ? null : examples.join("\n")],
        ["put back", putBack.length === 0 ? "nothing to do: it came back by itself" : putBack.join("\n")],
      ]),
      prose("Since the fault:"),
      facts(timeline.map(({ atMs, what }) => [`${atMs < 0 ? "−" : ""}${timeText(Math.abs(atMs))}`, what])),
    ],
  };
}

function budgetText({ noticedMs, backMs, lost }: Outcome["budget"]): string {
  return [
    ...(noticedMs === null ? [] : [`noticed within ${renderDuration(noticedMs)}`]),
    `back within ${renderDuration(backMs)}`,
    lost === null ? "any number of requests lost until then" : `${plural(lost, "request")} lost at most`,
  ].join(", ");
}

function leftOutSection(leftOut: DrillReport["leftOut"]): RecordSection {
  const rows = leftOut.map(({ name, why }) => [name, why]);
  return { title: "Not practised", parts: [{ kind: "table", columns: ["fault", "why"], rows }] };
}
