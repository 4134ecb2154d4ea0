import { median } from "../median.ts";
import type { Scenario } from "./scenarios.ts";
import type { Outcome } from "./simulate.ts";
import { wilson, type Estimate } from "./wilson.ts";

/** A row of the table: many releases of one scenario at one rate. */
export interface GuardFigure {
  name: string;
  guard: string;
  isWorse: boolean;
  perSecond: number;
  /** Releases in which a rule failed: caught where the color is worse, false alarms where it is not. */
  alarms: Estimate;
  /** Of the alarms, medians; null where there is none. */
  afterMs: number | null;
  answers: number | null;
  /** Releases whose first step could go on when its time was over. */
  wentOn: Estimate;
}

export function summarize(scenario: Scenario, perSecond: number, outcomes: readonly Outcome[]): GuardFigure {
  const alarms = outcomes.filter(({ rules }) => rules.length > 0);
  const of = (pick: (outcome: Outcome) => number) => (alarms.length === 0 ? null : median(alarms.map(pick)));
  return {
    ...{ name: scenario.name, guard: scenario.guard, isWorse: scenario.isWorse, perSecond },
    alarms: wilson(alarms.length, outcomes.length),
    afterMs: of(({ afterMs }) => afterMs),
    answers: of(({ answers }) => answers),
    wentOn: wilson(outcomes.filter(({ wentOn }) => wentOn).length, outcomes.length),
  };
}

/** False alarms of all releases that are judged by the defaults and are no worse: what the promise is about. */
export function falseAlarms(figures: readonly GuardFigure[]): Estimate {
  const judged = figures.filter(({ isWorse, guard }) => !isWorse && guard === "defaults");
  const sum = (pick: (alarms: Estimate) => number) => judged.reduce((total, { alarms }) => total + pick(alarms), 0);
  return wilson(
    sum(({ count }) => count),
    sum(({ of }) => of),
  );
}

/** The figures as Markdown, those of false alarms first. */
export function renderGuardTables(figures: readonly GuardFigure[]): string {
  return [
    ...table(
      ["no worse than the stable color", "guard", "requests/s", "false alarms", "first step could go on"],
      figures.filter(({ isWorse }) => !isWorse),
      (figure) => [estimateText(figure.alarms), shareText(figure.wentOn)],
    ),
    "",
    `False alarms at the defaults, all together: ${estimateText(falseAlarms(figures))}.`,
    "",
    ...table(
      ["worse", "guard", "requests/s", "caught", "after", "answers until then", "first step could go on"],
      figures.filter(({ isWorse }) => isWorse),
      (figure) => [
        estimateText(figure.alarms),
        figure.afterMs === null ? "" : `${figure.afterMs / 1000} s`,
        figure.answers === null ? "" : String(figure.answers),
        shareText(figure.wentOn),
      ],
    ),
  ].join("\n");
}

function table(head: string[], figures: readonly GuardFigure[], cells: (figure: GuardFigure) => string[]): string[] {
  const line = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  return [
    line(head),
    line(head.map(() => "---")),
    ...figures.map((figure) => line([figure.name, figure.guard, String(figure.perSecond), ...cells(figure)])),
  ];
}

function estimateText({ count, of, low, high }: Estimate): string {
  return `${count} of ${of} (${percent(low)} to ${percent(high)})`;
}

function shareText({ count, of }: Estimate): string {
  return percent(count / of);
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}
