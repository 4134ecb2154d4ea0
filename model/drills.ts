import { z } from "zod";
import { durationSchema } from "./duration.ts";

/** Faults that can be practised, in the order in which they are: first what touches least. */
export const SCENARIO_NAMES = [
  "rollback-by-hand",
  "disk-full",
  "errors",
  "slow-answers",
  "slow-leak",
  "canary-killed",
  "replica-killed",
  "agent-killed",
  "edge-restarted",
  "edge-killed",
  "engine-restarted",
] as const;

export type ScenarioName = (typeof SCENARIO_NAMES)[number];

/** How long a part of a drill may take. */
export const drillTimeSchema = durationSchema({ min: "1ms", max: "1h" });

const budgetSchema = z.strictObject({
  noticed: drillTimeSchema.optional().describe("Until the fault is noticed."),
  back: drillTimeSchema.optional().describe("Until everything is as before, and no request is lost any more."),
  lost: z
    .union([z.int().min(0).max(999_999_999), z.literal("any")], "must be a whole number or `any`|Correct it.")
    .meta({ title: "integer or `any`" })
    .optional()
    .describe("Requests that may be lost; `any`: as many as are lost until it is back."),
});

/** What drills of a stack may cost: `tidegate:drills`. */
export const drillsSchema = z.strictObject({
  budgets: z
    .partialRecord(z.enum(SCENARIO_NAMES), budgetSchema)
    .default({})
    .describe("By the name of a scenario, what it may cost. What is left out is as docs/drills.md lists it."),
});

export type DeclaredBudget = z.infer<typeof budgetSchema>;
