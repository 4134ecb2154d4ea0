import { z } from "zod";
import { differences } from "../../delivery/approvals/differences.ts";
import type { Story } from "../../delivery/ledger/releases.ts";
import { changeSchema } from "../../model/change.ts";
import { gateResultSchema } from "../../model/gate-result.ts";
import { guardVerdictSchema } from "../../model/guard-verdict.ts";
import { stepSchema, switchFactsSchema } from "../../model/ledger.ts";
import { reachedBy } from "./end-words.ts";
import { endedAt, problemOf, verdictsOf } from "./story-words.ts";

const side = switchFactsSchema.shape.to;

/** A release in the results of commands. */
export const storySchema = z.strictObject({
  number: z.int().describe("Of its first entry."),
  hash: z.string().describe("Of that entry."),
  previous: z.string().describe("Hash of the entry before."),
  at: z.iso.datetime(),
  service: z.string(),
  purpose: switchFactsSchema.shape.purpose,
  generation: z.int().describe("Number of the switch."),
  from: side,
  to: side.describe("Null: to nobody."),
  change: changeSchema,
  gates: z.array(gateResultSchema).nullable().describe("Null where none had to be asked."),
  differences: z
    .array(z.strictObject({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }))
    .nullable()
    .describe(
      "Settings in which the two releases differ, each without the side that does not have it; null where the ledger does not hold both.",
    ),
  steps: z
    .array(stepSchema.extend({ number: z.int().describe("Of its entry."), at: z.iso.datetime() }))
    .describe("How its clients went over, oldest first; empty where all of them did at once."),
  share: z
    .int()
    .nullable()
    .describe("Of 10,000 clients, those that have gone over by its last entry; null where all of them did at once."),
  end: z.strictObject({
    how: z.enum(["open", "verified", "rolled-back", "refused", "undone"]),
    number: z.int().nullable().describe("Of the entry that ended it; null while it is open."),
    hash: z.string().nullable(),
    at: z.iso.datetime().nullable(),
    problem: z.string().nullable(),
    switchMs: z.number().nullable(),
    verdicts: z.array(guardVerdictSchema).describe("What its guard said that had it taken back; else empty."),
  }),
  leftBy: z.int().nullable().describe("Entry of the switch that took the traffic away again."),
});

/** A release as the results have it. */
export function storyResult(story: Story): z.infer<typeof storySchema> {
  const { first, end, service, purpose, generation, from, to, change, gates, before, release, leftBy } = story;
  const { number, previous, at } = first.entry;
  const last = end.how === "open" ? null : end.by;
  const ended = endedAt(story);
  return {
    ...{ number, hash: first.hash, previous, at: isoTime(at) },
    ...{ service, purpose, generation, from, to, change, gates: gates === null ? null : [...gates] },
    differences: before === null || release === null ? null : differences(before.release, release.release),
    steps: story.steps.map(({ step, by }) => ({ ...step, number: by.entry.number, at: isoTime(by.entry.at) })),
    share: reachedBy(story)?.share ?? null,
    end: {
      ...{ how: end.how, number: last?.entry.number ?? null, hash: last?.hash ?? null },
      ...{ at: ended === null ? null : isoTime(ended), problem: problemOf(story) },
      switchMs: end.how === "verified" ? end.by.entry.switchMs : null,
      verdicts: verdictsOf(story),
    },
    leftBy: leftBy?.first.entry.number ?? null,
  };
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
