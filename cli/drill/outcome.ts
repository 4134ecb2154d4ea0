import { z } from "zod";
import { SCENARIO_NAMES } from "../../model/drills.ts";

/** What came of a scenario. Times in ms since the fault, those before it negative. */
export const outcomeSchema = z.strictObject({
  name: z.enum(SCENARIO_NAMES),
  title: z.string(),
  does: z.string(),
  kept: z.boolean().describe("Whether its budget was."),
  exceeded: z.array(z.string()).describe("A sentence for each part of the budget that was not kept."),
  noticedMs: z.number().nullable().describe("Until the fault showed; null where it did not, or nobody was to notice."),
  backMs: z
    .number()
    .nullable()
    .describe("Until everything was as before and no request was lost any more; null where that was not reached."),
  requests: z.int().describe("Requests that the clients sent from the fault on."),
  lost: z.int().describe("Those of them that were not answered completely, in time and with 2xx."),
  lostForMs: z.number().describe("From the first lost request to the last; 0 where there is none."),
  examples: z.array(z.string()).describe("How requests were lost."),
  budget: z.strictObject({
    noticedMs: z.number().nullable().describe("Null: however long."),
    backMs: z.number(),
    lost: z.int().nullable().describe("Null: as many as are lost until it is back."),
  }),
  timeline: z.array(z.strictObject({ atMs: z.number(), what: z.string() })),
  putBack: z.array(z.string()).describe("What the drill did in the end; nothing where all came back by itself."),
  slotMs: z.int().describe("How long a slot is."),
  slots: z
    .array(z.strictObject({ fromMs: z.number(), answered: z.int(), lost: z.int() }))
    .describe("Requests by the time of their ends."),
});

export type Outcome = z.infer<typeof outcomeSchema>;
