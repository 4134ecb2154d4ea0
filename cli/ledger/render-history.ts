import { safeText } from "../../delivery/approvals/differences.ts";
import type { Story } from "../../delivery/ledger/releases.ts";
import type { Paint } from "../display/paint.ts";
import { localTime } from "./local-time.ts";
import { END_WORDS, versionOf } from "./story-words.ts";

const GAP = "  ";
/** Columns that may be shortened, and to how much, in the order in which they give way: who, ticket, service, version. */
const FLEXIBLE = [
  { column: 5, shortest: 10 },
  { column: 6, shortest: 8 },
  { column: 2, shortest: 8 },
  { column: 3, shortest: 8 },
];
/** Column of how it ended, which has a color. */
const END = 4;

/** A line per release in the order given, none wider than `width` where that has 80 columns. `←` goes back to a version. */
export function renderHistory(stories: readonly Story[], paint: Paint, width: number): string {
  const rows = stories.map((story) => cellsOf(story).map(safeText));
  const widths = fitted(rows, width);
  const lines = rows.map((row, index) => {
    const how = stories[index]?.end.how ?? "open";
    const cells = row.map((cell, column) => {
      const text = shorten(cell, widths[column] ?? 0).padEnd(widths[column] ?? 0);
      return column === END ? paint(END_WORDS[how].style, text) : text;
    });
    return cells.join(GAP).trimEnd();
  });
  return lines.map((line) => `${line}\n`).join("");
}

function cellsOf(story: Story): string[] {
  const { first, service, purpose, change, end } = story;
  const version = purpose === "release" ? versionOf(story) : `← ${versionOf(story)}`;
  return [
    ...[`#${first.entry.number}`, localTime(first.entry.at), service, version, END_WORDS[end.how].word],
    ...[change.actor.name, change.ticket ?? ""],
  ];
}

/** Width of each column. */
function fitted(rows: readonly (readonly string[])[], width: number): number[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  let excess = widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length - width);
  for (const { column, shortest } of FLEXIBLE) {
    const wide = widths[column] ?? 0;
    const narrowed = Math.min(wide, Math.max(shortest, wide - Math.max(0, excess)));
    excess -= wide - narrowed;
    widths[column] = narrowed;
  }
  return widths;
}

function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
