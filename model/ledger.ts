import { createHash } from "node:crypto";
import { z } from "zod";
import { changeSchema } from "./change.ts";
import { colorSchema } from "./color.ts";
import { gateResultSchema } from "./gate-result.ts";
import { guardVerdictSchema } from "./guard-verdict.ts";
import { SWITCH_PURPOSES } from "./switch-purposes.ts";
import { sealedReleaseSchema } from "./release.ts";

/** What the first entry of a ledger has for the hash of the one before. */
export const NO_ENTRY = "0".repeat(64);

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What every entry begins with; the edge fills it in. */
const links = {
  /** 1 for the first, and one more with each. */
  number: z.int().min(1),
  /** {@link entryHash} of the line before; {@link NO_ENTRY} where there is none. */
  previous: digest,
  /** Clock of the edge, Unix time in milliseconds. */
  at: z.int(),
};

/** A release as one side of a switch names it. */
const sideSchema = z.strictObject({
  color: colorSchema,
  version: z.string(),
  image: z.string(),
  /** Of the sealed release; empty of one that gates refused, before anything was made of it. */
  hash: z.string(),
});

/** What an entry says of a switch before it is made. */
export const switchFactsSchema = z.strictObject({
  kind: z.literal("switch"),
  service: z.string(),
  /**
   * `release`: to one that has not served there; `return`: an `up` that goes to one that has; `rollback`: the command; `fallback`: by
   * itself, because what was switched to did not prove itself.
   */
  purpose: z.enum(SWITCH_PURPOSES),
  /** Number of the switch. */
  generation: z.int(),
  /** Null: nobody. */
  from: sideSchema.nullable(),
  to: sideSchema.nullable(),
  /** Everything that `to` is made of; null where it is nobody. Names secrets, never their values. */
  release: sealedReleaseSchema.nullable(),
  change: changeSchema,
  /** What the gates said; null where none had to be asked. */
  gates: z.array(gateResultSchema).nullable(),
  /** What a fallback was made for; else null. */
  problem: z.string().nullable(),
  /** What the guard said that had it made; left out of any other switch. */
  verdicts: z.array(guardVerdictSchema).optional(),
  /** Of 10,000 clients, those that move; the others follow step by step. Left out where all move at once. */
  share: z.int().optional(),
  /** Left out of a switch that moved no other service. */
  group: z
    .strictObject({
      name: z.string(),
      /** All that moved at this moment, each with an entry of its own. */
      services: z.array(z.string()),
    })
    .optional(),
});

/** A change of how many clients have gone over to a release. */
export const stepSchema = z.strictObject({
  /** `step`: its time is over; `promoted`: a person said so; `silent`: nothing watched it, and all clients went back. */
  action: z.enum(["step", "promoted", "paused", "resumed", "silent"]),
  /** Number of the change. */
  revision: z.int(),
  /** Of 10,000 clients, those that have gone over. */
  share: z.strictObject({ before: z.int(), after: z.int() }),
  /** Who did it, and why. */
  by: z.string(),
  reason: z.string(),
  /** What the guard said of it; left out where none was asked. */
  verdicts: z.array(guardVerdictSchema).optional(),
});

/** That what was switched to has proved itself at the public listener: the good end of a switch. */
export const verifiedFactsSchema = z.strictObject({
  kind: z.literal("verified"),
  service: z.string(),
  generation: z.int(),
  version: z.string(),
  /** From the first worker's change to the last; null where traffic was there already. */
  switchMs: z.number().nullable(),
  /** How the last clients went over; left out where all of them did at once. */
  canary: stepSchema.optional(),
});

/** A release that got no traffic. */
export const refusedFactsSchema = z.strictObject({
  kind: z.literal("refused"),
  service: z.string(),
  generation: z.int(),
  to: sideSchema,
  /** Where it ended: `gates`, `gate` (health), `smoke`, `checks`. */
  stage: z.string(),
  /** As the operator read it. */
  problem: z.string(),
  change: changeSchema,
  /** What the gates said, where it ended there; else null. */
  gates: z.array(gateResultSchema).nullable(),
});

/** That a person lets a version be released again that was rolled back. */
export const holdClearedFactsSchema = z.strictObject({
  kind: z.literal("hold-cleared"),
  service: z.string(),
  version: z.string(),
  change: changeSchema,
});

/** That somebody else has looked at a release that an emergency had let through. */
export const reviewedFactsSchema = z.strictObject({
  kind: z.literal("reviewed"),
  service: z.string(),
  version: z.string(),
  /** Of the sealed release. */
  hash: z.string(),
  /** Who reviewed it, and what they found (`reason`). */
  change: changeSchema,
});

/** That clients go over to a release, or that it waits: everything between its first share and its last. */
export const canaryFactsSchema = z.strictObject({
  kind: z.literal("canary"),
  service: z.string(),
  /** Number of the switch that it belongs to. */
  generation: z.int(),
  version: z.string(),
  ...stepSchema.shape,
});

/** That a person goes on with a ledger whose chain is broken. */
export const acceptedFactsSchema = z.strictObject({
  kind: z.literal("accepted"),
  /** The number from which on it cannot be proved. */
  broken: z.int(),
  problem: z.string(),
  change: changeSchema,
});

/** Entries that the edge writes by itself. */
const undoneSchema = z.strictObject({
  ...links,
  kind: z.literal("undone"),
  service: z.string(),
  /** Number of the switch that an entry announced, and that was never made: the process died in between. */
  generation: z.int(),
});
const repairedSchema = z.strictObject({
  ...links,
  kind: z.literal("repaired"),
  /** What stood in a last line that was not written to its end. */
  torn: z.string(),
});

/** An entry of the ledger: one line of JSON. */
export const entrySchema = z.discriminatedUnion("kind", [
  switchFactsSchema.extend(links),
  verifiedFactsSchema.extend(links),
  refusedFactsSchema.extend(links),
  holdClearedFactsSchema.extend(links),
  reviewedFactsSchema.extend(links),
  canaryFactsSchema.extend(links),
  acceptedFactsSchema.extend(links),
  undoneSchema,
  repairedSchema,
]);

export type Entry = z.infer<typeof entrySchema>;
export type EntryOf<Kind extends Entry["kind"]> = Extract<Entry, { kind: Kind }>;
/** What a control asks the edge to write down, beside a switch. */
export type Facts = z.infer<
  | typeof verifiedFactsSchema
  | typeof refusedFactsSchema
  | typeof holdClearedFactsSchema
  | typeof reviewedFactsSchema
  | typeof canaryFactsSchema
  | typeof acceptedFactsSchema
>;
export type SwitchFacts = z.infer<typeof switchFactsSchema>;
/** A change of how many clients have gone over to a release. */
export type Step = z.infer<typeof stepSchema>;
export type Side = z.infer<typeof sideSchema>;

/** SHA-256 of a line as it stands in the file, without its end. */
export function entryHash(line: string): string {
  return createHash("sha256").update(line).digest("hex");
}
