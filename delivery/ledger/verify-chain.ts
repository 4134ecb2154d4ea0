import type { EntryOf } from "../../model/ledger.ts";
import { findBreaks, type ChainBreak } from "./chain-breaks.ts";
import { headOf, readLines, type Head, type LedgerLine, type LedgerText } from "./ledger-text.ts";

/** What can be proved of a ledger. */
export interface ChainCheck {
  lines: readonly LedgerLine[];
  /** The last entry; null where there is none. */
  head: Head | null;
  /** What is wrong and nobody has accepted: empty where the whole chain is proved. By number. */
  breaks: readonly ChainBreak[];
  /** What was wrong until a person went on with it, and said so in an entry. */
  accepted: readonly { found: ChainBreak; by: EntryOf<"accepted"> }[];
}

export interface VerifyOptions {
  /** Heads that were printed or kept elsewhere at some time. Default none. */
  known?: readonly Head[];
  /** Whether the text may begin behind the first entry, as an exported part does. Default false. */
  isPart?: boolean;
}

/**
 * Proves a ledger, or finds every break. An `accepted` entry heals what was wrong before it from the number on that it names. Without
 * a known head, nothing can be said of the last entry's text, nor of entries that were taken away behind it.
 */
export function verifyChain(text: LedgerText, { known = [], isPart = false }: VerifyOptions = {}): ChainCheck {
  const lines = readLines(text.lines);
  const head = headOf(lines);
  const breaks = [
    ...findBreaks(lines, isPart),
    ...known.flatMap((each) => differsFrom(each, lines)),
    ...(text.torn === null ? [] : [tornAt((head?.number ?? 0) + 1, lines.length)]),
  ];
  const judged = breaks.map((found) => ({ found, by: acceptanceOf(found, lines) }));
  return {
    ...{ lines, head },
    breaks: judged.flatMap(({ found, by }) => (by === undefined ? [found] : [])),
    accepted: judged.flatMap(({ found, by }) => (by === undefined ? [] : [{ found, by }])),
  };
}

/** Whether the ledger is, or goes on from, one that ended with a known entry. */
function differsFrom({ number, hash }: Head, lines: readonly LedgerLine[]): ChainBreak[] {
  const index = lines.findIndex(({ links }) => links?.number === number);
  if (lines[index]?.hash === hash) return [];
  const there = lines.some(({ links }) => links?.number === number);
  const problem = there
    ? `entry ${number} is not the one of the known head, or one before it was changed`
    : `entry ${number} of the known head is not there, nor what stood between it and the last one`;
  return [{ kind: "head", number, line: there ? index : lines.length, problem }];
}

function tornAt(number: number, line: number): ChainBreak {
  return { kind: "torn", number, line, problem: "the last line was not written to its end" };
}

/** The edge names the second entry of a pair that does not fit, a {@link ChainBreak} the first. */
function acceptanceOf({ number, line }: ChainBreak, lines: readonly LedgerLine[]): EntryOf<"accepted"> | undefined {
  return lines
    .slice(line + 1)
    .flatMap(({ entry }) => (entry?.kind === "accepted" ? [entry] : []))
    .find(({ broken }) => broken <= number + 1);
}
