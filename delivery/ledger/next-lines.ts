import { entryHash, NO_ENTRY } from "../../model/ledger.ts";
import { readLines, type Head, type LedgerText } from "./ledger-text.ts";

/**
 * The lines that make an entry of facts behind what a ledger ends with, and the new head: where its last line is torn, an entry with what
 * stands in it comes first. Of a long ledger
 * the last lines will do. `at` is Unix time in milliseconds.
 */
export function nextLines({ lines, torn }: LedgerText, facts: object, at: number): { lines: string[]; head: Head } {
  const read = readLines(lines);
  let number = read.reduce((last, { links }) => Math.max(last + 1, links?.number ?? 0), 0);
  let previous = read.at(-1)?.hash ?? NO_ENTRY;
  const added = [...(torn === null ? [] : [{ kind: "repaired", torn }]), facts].map((each) => {
    number += 1;
    const line = JSON.stringify({ number, previous, at, ...each });
    previous = entryHash(line);
    return line;
  });
  return { lines: added, head: { number, hash: previous } };
}
