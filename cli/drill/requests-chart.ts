import { markup, EMPTY, type Markup } from "../../policy/report/markup.ts";
import { plural } from "../../policy/report/plural.ts";
import { chart, gridLine, PLOT, rounded } from "../figures/charts/frame.ts";
import { HATCH } from "../figures/charts/hatch.ts";
import { heightOf, heights } from "../figures/charts/heights.ts";
import { timeText } from "../figures/words.ts";
import type { Outcome } from "./outcome.ts";

const LOOKS = [
  { of: "answered", look: "stays" },
  { of: "lost", look: "failed" },
] as const;

/** How many requests ended when, answered and lost, with the moments that count. `isFirst` on its page: it brings what all of them use. */
export function requestsChart(outcome: Outcome, isFirst: boolean): Markup {
  const { name, slots, slotMs } = outcome;
  const most = Math.max(1, ...slots.map(({ answered, lost }) => answered + lost));
  const text = { id: name, title: `Requests in each ${timeText(slotMs)}`, description: chartSentence(outcome) };
  return chart(
    text,
    markup`${isFirst ? HATCH : EMPTY}${legend()}${heights(most).map((count) => gridLine(heightOf(count, most), String(count)))}${slots.map((slot) => bar(slot, outcome, most))}${moments(outcome)}${axis(outcome)}`,
  );
}

/** What the chart shows, in a sentence. */
export function chartSentence({ requests, lost, lostForMs, noticedMs, backMs }: Outcome): string {
  return [
    `${plural(requests, "request")} from the fault on, ${lost} lost${lost > 1 ? ` within ${timeText(lostForMs)}` : ""}`,
    ...(noticedMs === null ? [] : [`noticed after ${timeText(noticedMs)}`]),
    backMs === null ? "not back" : `back after ${timeText(backMs)}`,
  ].join("; ");
}

function bar(slot: Outcome["slots"][number], outcome: Outcome, most: number): Markup {
  const [left, right] = [xOf(slot.fromMs, outcome), xOf(slot.fromMs + outcome.slotMs, outcome)];
  let below = 0;
  return markup`${LOOKS.map(({ of, look }) => {
    const count = slot[of];
    if (count === 0) return EMPTY;
    const [y, base] = [heightOf(below + count, most), heightOf(below, most)];
    below += count;
    return markup`<rect class="bar ${look}" x="${left}" y="${y}" width="${rounded(Math.max(1, right - left - 1))}" height="${rounded(base - y)}"><title>${timeText(Math.abs(slot.fromMs))} ${slot.fromMs < 0 ? "before" : "after"} the fault: ${count} ${of}</title></rect>\n`;
  })}`;
}

/** Upright lines at the fault, and when it was noticed and back, each with its letter; those of lines that nearly meet stand together. */
function moments(outcome: Outcome): Markup {
  const { noticedMs, backMs } = outcome;
  const found = [["F", 0] as const, ["N", noticedMs] as const, ["B", backMs] as const];
  const placed = found.flatMap(([letter, ms]) => (ms === null ? [] : [{ letter, x: xOf(ms, outcome) }]));
  const signs: { letters: string; x: number }[] = [];
  for (const { letter, x } of placed) {
    const last = signs.at(-1);
    if (last === undefined || x - last.x >= LETTER_WIDTH) signs.push({ letters: letter, x });
    else last.letters += ` ${letter}`;
  }
  return markup`${placed.map(({ x }) => LINES.map((look) => markup`<line class="${look}" x1="${x}" x2="${x}" y1="${PLOT.top - 2}" y2="${PLOT.bottom}"/>\n`))}${signs.map(({ letters, x }) => markup`<text x="${x}" y="${PLOT.top - 5}" text-anchor="middle">${letters}</text>\n`)}`;
}

/** What a letter takes in the picture, with some room. */
const LETTER_WIDTH = 16;

/** The line, and what sets it off from bars. */
const LINES = ["moment-ground", "moment"];

function axis(outcome: Outcome): Markup {
  const { slots, slotMs } = outcome;
  const [from, to] = [slots[0]?.fromMs ?? 0, (slots.at(-1)?.fromMs ?? 0) + slotMs];
  const step = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000].find((ms) => (to - from) / ms <= 10) ?? 300_000;
  const first = Math.ceil(from / step) * step;
  const ticks = Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step);
  return markup`<line class="axis" x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}"/>
${ticks.map((ms) => markup`<text x="${xOf(ms, outcome)}" y="${PLOT.bottom + 18}" text-anchor="middle">${ms < 0 ? "−" : ""}${Math.abs(ms) / 1000}s</text>\n`)}`;
}

function legend(): Markup {
  const words = ["answered", "lost", "F fault, N noticed, B back"];
  return markup`${words.map((word, index) => {
    const x = PLOT.left + index * 110;
    const look = LOOKS[index]?.look;
    return markup`${look === undefined ? EMPTY : markup`<rect class="bar ${look}" x="${x}" y="0" width="12" height="12"/>`}<text x="${x + 18}" y="10">${word}</text>\n`;
  })}`;
}

function xOf(ms: number, { slots, slotMs }: Outcome): number {
  const [from, to] = [slots[0]?.fromMs ?? 0, (slots.at(-1)?.fromMs ?? 0) + slotMs];
  return rounded(PLOT.left + ((ms - from) / (to - from)) * (PLOT.right - PLOT.left));
}
