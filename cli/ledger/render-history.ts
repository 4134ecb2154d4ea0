import { safeText } from "../../model/shown-text.ts";
import type { Act } from "../../delivery/ledger/acts.ts";
import type { Recorded, Story } from "../../delivery/ledger/releases.ts";
import type { Paint, Style } from "../display/paint.ts";
import { endWordsOf } from "./end-words.ts";
import { localTime } from "./local-time.ts";
import { ACT_WORDS, versionOf } from "./story-words.ts";

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

interface Row {
  cells: readonly string[];
  /** Of how it ended. */
  style: Style;
}

/**
 * A line per release and per act of a person, the newest first, none wider than `width` where that has 80 columns. `←` goes back to a
 * version.
 */
export function renderHistory(told: readonly (Story | Act)[], paint: Paint, width: number): string {
  const rows = told.toSorted((a, b) => recordOf(b).entry.number - recordOf(a).entry.number).map(rowOf);
  const widths = fitted(
    rows.map(({ cells }) => cells),
    width,
  );
  const lines = rows.map(({ cells, style }) => {
    const padded = cells.map((cell, column) => {
      const text = shorten(cell, widths[column] ?? 0).padEnd(widths[column] ?? 0);
      return column === END ? paint(style, text) : text;
    });
    return padded.join(GAP).trimEnd();
  });
  return lines.map((line) => `${line}\n`).join("");
}

function recordOf(told: Story | Act): Recorded {
  return "first" in told ? told.first : told;
}

function rowOf(told: Story | Act): Row {
  const { entry } = recordOf(told);
  const { cells, end, change } = "first" in told ? storyCells(told) : actCells(told.entry);
  const all = [`#${entry.number}`, localTime(entry.at), ...cells, end.word, change.actor.name, change.ticket ?? ""];
  return { cells: all.map(safeText), style: end.style };
}

function storyCells(story: Story) {
  const { service, purpose, change } = story;
  const version = purpose === "release" ? versionOf(story) : `← ${versionOf(story)}`;
  return { cells: [service, version], end: endWordsOf(story), change };
}

/** What is about the ledger itself names the entry from which on it is not proved. */
function actCells(entry: Act["entry"]) {
  const cells = entry.kind === "accepted" ? ["(ledger)", `from #${entry.broken}`] : [entry.service, entry.version];
  return { cells, end: ACT_WORDS[entry.kind], change: entry.change };
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
