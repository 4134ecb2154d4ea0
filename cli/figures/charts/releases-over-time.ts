import type { FiguresReport, Period, ReportedAttempt } from "../../../delivery/figures/report.ts";
import { markup, type Markup } from "../../../policy/report/markup.ts";
import { plural } from "../../../policy/report/plural.ts";
import { localTime } from "../../ledger/local-time.ts";
import { chart, dateAxis, gridLine, PLOT, rounded, xOf } from "./frame.ts";
import { HATCH } from "./hatch.ts";
import { heightOf, heights } from "./heights.ts";
import { outcomeOf, OUTCOMES } from "./outcomes.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How much time a bar may stand for, shortest first. */
const STEPS_MS = [HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 365 * DAY_MS];
const MOST_BARS = 36;
/** Between two bars, in units of the picture. */
const GAP = 4;

/** How many releases there were when, and what became of them: a bar for each hour, day, week or longer time. */
export function releasesOverTime({ period, attempts }: FiguresReport): Markup {
  const bars = barsOf(period, attempts);
  const most = Math.max(1, ...bars.map((bar) => bar.attempts.length));
  const counts = OUTCOMES.map(({ look, word }) => [word, attempts.filter((one) => outcomeOf(one) === look).length]);
  const description = `${plural(attempts.length, "release")}: ${counts.map(([word, count]) => `${count} ${word}`).join(", ")}.`;
  return chart(
    { id: "over-time", title: "Releases over time", description },
    markup`${HATCH}${legend()}${heights(most).map((count) => gridLine(heightOf(count, most), String(count)))}${bars.map((bar) => stack(bar, period, most))}${dateAxis(period)}`,
  );
}

interface Bar extends Period {
  attempts: readonly ReportedAttempt[];
}

function barsOf({ from, to }: Period, attempts: readonly ReportedAttempt[]): Bar[] {
  const step = STEPS_MS.find((ms) => (to - from) / ms <= MOST_BARS) ?? Math.ceil((to - from) / MOST_BARS);
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => {
    const [start, end] = [from + index * step, Math.min(to, from + (index + 1) * step)];
    return { from: start, to: end, attempts: attempts.filter(({ at }) => at >= start && at < end) };
  });
}

function stack({ from, to, attempts }: Bar, period: Period, most: number): Markup {
  const [left, right] = [xOf(from, period), xOf(to, period)];
  let below = 0;
  const parts = OUTCOMES.map(({ look, word }) => {
    const count = attempts.filter((one) => outcomeOf(one) === look).length;
    if (count === 0) return markup``;
    const [y, base] = [heightOf(below + count, most), heightOf(below, most)];
    below += count;
    return markup`<rect class="bar ${look}" x="${rounded(left + GAP / 2)}" y="${y}" width="${rounded(Math.max(1, right - left - GAP))}" height="${rounded(base - y)}"><title>${localTime(from)} to ${localTime(to)}: ${count} ${word}</title></rect>\n`;
  });
  return markup`${parts}`;
}

function legend(): Markup {
  return markup`${OUTCOMES.map(({ look, word }, index) => {
    const x = PLOT.left + index * 150;
    return markup`<rect class="bar ${look}" x="${x}" y="4" width="12" height="12"/><text x="${x + 18}" y="14">${word}</text>\n`;
  })}`;
}
