import { z } from "zod";
import { entryHash, entrySchema, type Entry } from "../../model/ledger.ts";

/** A ledger as it stands there: nothing in it is proved yet. */
export interface LedgerText {
  /** Every line that has an end, in order, without it. */
  lines: readonly string[];
  /** What stands behind the last line end; null where nothing does. A writer that died leaves it. */
  torn: string | null;
}

/** The entry that a ledger ends with, or ended with at some time: kept elsewhere, it proves that nothing before was rewritten. */
export interface Head {
  number: number;
  hash: string;
}

/** A line of the ledger, as far as it can be understood. */
export interface LedgerLine {
  text: string;
  hash: string;
  /** What links it to the line before; null where it is no entry at all. */
  links: { number: number; previous: string } | null;
  /** Null where this version of tidegate knows no such entry. */
  entry: Entry | null;
}

const linksSchema = z.object({ number: z.int().min(1), previous: z.string() });

/** Takes the text of a ledger, its files one behind the other, apart into lines. */
export function splitLedger(text: string): LedgerText {
  const lines = text.split("\n");
  const torn = lines.pop() ?? "";
  return { lines, torn: torn === "" ? null : torn };
}

/** Understands every line by itself. */
export function readLines(lines: readonly string[]): LedgerLine[] {
  return lines.map((text) => {
    const value = parseJson(text);
    return {
      text,
      hash: entryHash(text),
      links: linksSchema.safeParse(value).data ?? null,
      entry: entrySchema.safeParse(value).data ?? null,
    };
  });
}

/** The last entry; null where there is none. */
export function headOf(lines: readonly LedgerLine[]): Head | null {
  const last = lines.findLast(({ links }) => links !== null);
  return last?.links == null ? null : { number: last.links.number, hash: last.hash };
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a line that is no JSON is no entry
  }
}
