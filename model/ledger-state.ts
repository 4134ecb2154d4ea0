import { z } from "zod";

/** The last entry of a ledger. */
export const headSchema = z.strictObject({
  number: z.int(),
  /** `entryHash` of its line: whoever keeps it can prove later that nothing before it was changed. */
  hash: z.string(),
  /** The disk had no room for it: it waits in the edge's memory, and is written with the next that finds room. */
  waits: z.boolean(),
});

/** What an edge says of its ledger. */
export const ledgerStateSchema = z.strictObject({
  /** Null where there is no entry yet. */
  head: headSchema.nullable(),
  /** Where it is not what was written: number of the first entry that cannot be proved, and why. Null where nothing is known. */
  broken: z.strictObject({ entry: z.int(), text: z.string() }).nullable(),
  /** Whether the disk takes what a release writes. */
  hasRoom: z.boolean(),
});

export type LedgerHead = z.infer<typeof headSchema>;
export type LedgerState = z.infer<typeof ledgerStateSchema>;

/** `ledger: entry 17, 3f9c…`: whoever keeps this line can prove later that nothing before it was changed. */
export function headLine({ number, hash, waits }: LedgerHead): string {
  const where = waits ? ", which waits in memory until the edge's disk has room" : "";
  return `ledger: entry ${number}, ${hash}${where}`;
}

/** Of several, the one that has all the others before it; null of none. */
export function newestHead(heads: readonly LedgerHead[]): LedgerHead | null {
  return heads.toSorted((a, b) => b.number - a.number)[0] ?? null;
}
