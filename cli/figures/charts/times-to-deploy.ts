import { SLOW_MS } from "../../../delivery/figures/figures.ts";
import type { FiguresReport } from "../../../delivery/figures/report.ts";
import { markup, type Markup } from "../../../policy/report/markup.ts";
import { plural } from "../../../policy/report/plural.ts";
import { SLOW_TEXT } from "../figure-rows.ts";
import { timeText } from "../words.ts";
import { chart, dateAxis, gridLine, PLOT, rounded, xOf } from "./frame.ts";

const [SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS] = [1000, 60_000, 3_600_000, 86_400_000];
/** Times that a line may stand at: a picture goes from one of them to another. */
const MARKS = [
  ...[SECOND_MS / 100, SECOND_MS / 10, SECOND_MS, 10 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS],
  ...[HOUR_MS, 10 * HOUR_MS, 4 * DAY_MS, 40 * DAY_MS, 400 * DAY_MS, 4000 * DAY_MS],
];

/** How long each deployment took, on a scale of powers, with a line at what is too long. */
export function timesToDeploy({ period, attempts }: FiguresReport): Markup {
  const known = attempts.flatMap(({ toDeployMs, ...attempt }) =>
    toDeployMs === null ? [] : [{ ...attempt, toDeployMs }],
  );
  const times = known.map(({ toDeployMs }) => toDeployMs);
  const range = rangeOf(times);
  const slow = times.filter((time) => time > SLOW_MS).length;
  const lines = MARKS.filter((mark) => mark >= range.least && mark <= range.most);
  const dots = known.map(
    ({ number, at, service, version, toDeployMs }) =>
      markup`<circle class="dot" cx="${xOf(at, period)}" cy="${heightOf(toDeployMs, range)}" r="4"><title>#${number} ${service} ${version}: ${timeText(toDeployMs)}</title></circle>\n`,
  );
  return chart(
    {
      ...{ id: "to-deploy", title: "Time to deploy" },
      description: `${plural(known.length, "deployment")}; ${slow} took more than ${SLOW_TEXT}.`,
    },
    markup`<text x="${PLOT.left}" y="14">Each dot is a deployment; the broken line stands at ${SLOW_TEXT}.</text>
${lines.map((mark) => gridLine(heightOf(mark, range), markText(mark)))}<line class="limit" x1="${PLOT.left}" x2="${PLOT.right}" y1="${heightOf(SLOW_MS, range)}" y2="${heightOf(SLOW_MS, range)}"/>
${dots}${dateAxis(period)}`,
  );
}

interface Range {
  least: number;
  most: number;
}

/** From one mark to another, with all times and the limit in between. */
function rangeOf(times: readonly number[]): Range {
  const least = Math.min(SLOW_MS, ...times);
  const most = Math.max(SLOW_MS, ...times);
  return {
    least: MARKS.findLast((mark) => mark <= least) ?? Math.min(...MARKS),
    most: MARKS.find((mark) => mark >= most) ?? most,
  };
}

/** What took no time at all stands at the bottom. */
function heightOf(ms: number, { least, most }: Range): number {
  const share = Math.log(Math.max(ms, least) / least) / Math.log(most / least);
  return rounded(PLOT.bottom - share * (PLOT.bottom - PLOT.top));
}

/** `10s`, `1m`, `4d`: without the parts that are 0. */
function markText(ms: number): string {
  return timeText(ms)
    .replace(/\.0s$/, "s")
    .replace(/([mhd])00[smh]$/, "$1");
}
