import { markup, type Markup } from "../markup.ts";
import type { Outcome } from "../report.ts";
import type { Column } from "./table.ts";

/** How outcomes are shown, in this order: what needs a reviewer first. */
export const OUTCOMES = ["violated", "excepted", "passed", "not-applicable"] as const satisfies readonly Outcome[];

const LOOKS: Readonly<Record<Outcome, { symbol: string; word: string; look: string }>> = {
  violated: { symbol: "✕", word: "Violated", look: "bad" },
  excepted: { symbol: "△", word: "Excepted", look: "warn" },
  passed: { symbol: "✓", word: "Passed", look: "good" },
  "not-applicable": { symbol: "–", word: "Not applicable", look: "soft" },
};

/** The outcome's symbol and word. */
export function outcomeLabel(outcome: Outcome): Markup {
  const { word } = LOOKS[outcome];
  return markup`${outcomeSymbol(outcome)} ${word}`;
}

/** A column of a table for what came out so. */
export function outcomeColumn(outcome: Outcome): Column {
  return { heading: outcomeLabel(outcome), label: LOOKS[outcome].word };
}

/** The symbol alone, for where the word stands above or beside it. */
export function outcomeSymbol(outcome: Outcome): Markup {
  const { symbol, look } = LOOKS[outcome];
  return markup`<span class="${look}" aria-hidden="true">${symbol}</span>`;
}
