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
