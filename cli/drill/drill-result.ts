import { z } from "zod";
import { outcomeSchema } from "./outcome.ts";
import { SCENARIO_NAMES } from "../../model/drills.ts";

/** What a drill came to. */
export const drillShape = {
  project: z.string(),
  stack: z.string(),
  service: z.string(),
  at: z.iso.datetime().describe("When it began."),
  kept: z.boolean().describe("Whether every scenario kept its budget."),
  load: z.strictObject({
    url: z.string(),
    path: z.string(),
    host: z.string().describe("The `Host` header."),
  }),
  scenarios: z.array(outcomeSchema),
  leftOut: z
    .array(z.strictObject({ name: z.enum(SCENARIO_NAMES), why: z.string() }))
    .describe("Scenarios that cannot be practised on this stack."),
};

export type DrillReport = z.infer<z.ZodObject<typeof drillShape>>;
