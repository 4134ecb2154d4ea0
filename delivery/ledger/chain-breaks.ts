import { NO_ENTRY } from "../../model/ledger.ts";
import type { LedgerLine } from "./ledger-text.ts";

/** Where a ledger is not what was written. */
export interface ChainBreak {
  kind: "changed" | "missing" | "inserted" | "reordered" | "torn" | "head";
  /** The number from which on it cannot be proved. */
  number: number;
  /** Counts the lines: at which one it shows. */
  line: number;
  /** What is wrong, as a sentence without its end. */
  problem: string;
}

/** A line with the number it has, or by its place must have. */
interface Numbered extends LedgerLine {
  number: number;
  /** Its place in the file, from 0. */
  line: number;
}

/**
 * Everything that breaks the chain of these lines, by number. The last line is held by none behind it: only a head that is known
 * from elsewhere proves that it was not changed, and that none after it was taken away. `isPart` lets the lines begin at any number.
 */
export function findBreaks(lines: readonly LedgerLine[], isPart: boolean): ChainBreak[] {
  const numbered = numberLines(lines);
  const breaks = [...unreadable(numbered), ...misplaced(numbered), ...gaps(numbered, isPart), ...unlinked(numbered)];
  return breaks.toSorted((a, b) => a.number - b.number || a.line - b.line);
}

function numberLines(lines: readonly LedgerLine[]): Numbered[] {
  let before = 0;
  return lines.map((line, index) => {
    before = line.links?.number ?? before + 1;
    return { ...line, number: before, line: index };
  });
}

function unreadable(lines: readonly Numbered[]): ChainBreak[] {
  return lines
    .filter(({ links }) => links === null)
    .map(({ number, line }) => ({
      ...{ kind: "changed" as const, number, line },
      problem: `line ${line + 1}, where entry ${number} should stand, is no entry`,
    }));
}

/** Entries behind one of a higher number: the same one again, another of the same number, or one out of its place. */
function misplaced(lines: readonly Numbered[]): ChainBreak[] {
  const seen = new Map<number, Set<string>>();
  let highest = 0;
  return lines.flatMap(({ number, line, links, hash }): ChainBreak[] => {
    if (links === null) return [];
    const before = seen.get(number);
    seen.set(number, new Set(before).add(hash));
    const isBehind = number < highest;
    highest = Math.max(highest, number);
    if (before !== undefined) {
      const problem = before.has(hash) ? `entry ${number} stands there twice` : `there are two entries ${number}`;
      return [{ kind: "inserted", number, line, problem }];
    }
    const problem = `entry ${number} stands behind entry ${highest}`;
    return isBehind ? [{ kind: "reordered", number, line, problem }] : [];
  });
}

/** Numbers that nothing has. A writer that goes on behind a break may leave some out: then it is linked to the line before it. */
function gaps(lines: readonly Numbered[], isPart: boolean): ChainBreak[] {
  const inOrder = lines.toSorted((a, b) => a.number - b.number);
  return inOrder.flatMap(({ number, line, links }, index): ChainBreak[] => {
    if (line > 0 && lines[line - 1]?.hash === links?.previous) return [];
    const before = inOrder[index - 1]?.number ?? (isPart ? number - 1 : 0);
    const [first, last] = [before + 1, number - 1];
    if (first > last) return [];
    const problem = first === last ? `entry ${first} is missing` : `entries ${first} to ${last} are missing`;
    return [{ kind: "missing", number: first, line, problem }];
  });
}

/** Pairs of neighbors of which the second was written after something else than the first is now. */
function unlinked(lines: readonly Numbered[]): ChainBreak[] {
  const byNumber = Map.groupBy(lines, ({ number }) => number);
  return lines.flatMap(({ number, line, links }): ChainBreak[] => {
    if (links === null) return [];
    if (number === 1) {
      if (links.previous === NO_ENTRY) return [];
      return [{ kind: "changed", number, line, problem: "entry 1 was changed: it names an entry before it" }];
    }
    const before = byNumber.get(number - 1) ?? [];
    const written = before.filter((other) => other.links !== null);
    if (written.length === 0) return []; // it is missing or no entry, and that is said
    if ([...before, ...lines.slice(line - 1, line)].some(({ hash }) => hash === links.previous)) return [];
    const problem = `entry ${number} was not written after this entry ${number - 1}: one of the two was changed`;
    return [{ kind: "changed", number: number - 1, line, problem }];
  });
}
