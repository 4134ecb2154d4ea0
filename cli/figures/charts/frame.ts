import type { Period } from "../../../delivery/figures/report.ts";
import { markup, type Content, type Markup } from "../../../policy/report/markup.ts";
import { localTime } from "../../ledger/local-time.ts";

/** Where a chart draws, in units of its picture; around it stand labels. */
export const PLOT = { left: 52, right: 708, top: 34, bottom: 212 } as const;

const SIZE = { width: 720, height: 240 } as const;
const DAY_MS = 86_400_000;
/** How many dates stand below a chart. */
const DATES = 5;

/** What a picture shows, for those who see it and those who do not. */
export interface ChartText {
  /** Names it on the page: letters and `-` only. */
  id: string;
  title: string;
  /** All that it tells, in a sentence. */
  description: string;
}

/** A picture with its name, which scrolls by itself where the page is narrow. */
export function chart({ id, title, description }: ChartText, content: Content, height: number = SIZE.height): Markup {
  return markup`<figure class="chart">
<figcaption>${title}</figcaption>
<div class="scroll" role="region" aria-label="${title}" tabindex="0">
<svg viewBox="0 0 ${SIZE.width} ${height}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${title}</title>
<desc id="${id}-text">${description}</desc>
${content}</svg>
</div>
</figure>
`;
}

/** Where a moment of a period lies from left to right. */
export function xOf(ms: number, { from, to }: Period): number {
  return rounded(PLOT.left + ((ms - from) / (to - from)) * (PLOT.right - PLOT.left));
}

/** Dates below the plot; times of the day where the period is short, months where it is long. */
export function dateAxis(period: Period): Markup {
  const { from, to } = period;
  const moments = Array.from({ length: DATES }, (_, index) => from + (index / (DATES - 1)) * (to - from));
  const ticks = moments.map((ms, index) => {
    const anchor = index === 0 ? "start" : index === DATES - 1 ? "end" : "middle";
    return markup`<text x="${xOf(ms, period)}" y="${PLOT.bottom + 18}" text-anchor="${anchor}">${dateText(ms, to - from)}</text>\n`;
  });
  return markup`<line class="axis" x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}"/>\n${ticks}`;
}

/** A line across the plot at a height, with its value on the left. */
export function gridLine(y: number, label: string, look = "grid"): Markup {
  return markup`<line class="${look}" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y}" y2="${y}"/>
<text x="${PLOT.left - 6}" y="${y + 4}" text-anchor="end">${label}</text>
`;
}

/** To a tenth of a unit, which nobody can see. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function dateText(ms: number, lengthMs: number): string {
  const text = localTime(ms);
  if (lengthMs < 3 * DAY_MS) return text.slice(5, 16);
  return lengthMs > 300 * DAY_MS ? text.slice(0, 7) : text.slice(5, 10);
}
