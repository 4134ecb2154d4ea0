import { z } from "zod";
import type { Act } from "../../delivery/ledger/acts.ts";
import { changeSchema } from "../../model/change.ts";
import { isoTime } from "./story-result.ts";

/** What a person did that moved no traffic, in the results of commands. */
export const actSchema = z.strictObject({
  number: z.int().describe("Of its entry."),
  hash: z.string().describe("Of its entry."),
  previous: z.string().describe("Hash of the entry before."),
  at: z.iso.datetime(),
  kind: z.enum(["hold-cleared", "reviewed", "accepted"]),
  service: z.string().nullable().describe("Null of `accepted`, which is about the ledger."),
  version: z.string().nullable(),
  broken: z.int().nullable().describe("Of `accepted`: the entry from which on the ledger cannot be proved; else null."),
  change: changeSchema.describe("Who did it, and why."),
});

/** An act as the results have it. */
export function actResult({ entry, hash }: Act): z.infer<typeof actSchema> {
  const { number, previous, at, kind, change } = entry;
  return {
    ...{ number, hash, previous, at: isoTime(at), kind },
    ...(entry.kind === "accepted"
      ? { service: null, version: null, broken: entry.broken }
      : { service: entry.service, version: entry.version, broken: null }),
    change,
  };
}
