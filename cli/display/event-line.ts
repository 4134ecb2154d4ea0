import { z } from "zod";
import { STEP_OPS } from "../../engine/events.ts";
import { canaryStateSchema } from "../../model/canary-state.ts";
import { colorSchema } from "../../model/color.ts";
import { AWAITED_BY_CANARY } from "../../plan/canary-text.ts";

const changeSchema = z.strictObject({
  path: z.string(),
  element: z.string().optional().describe("Name of the list element on the path: a label's, a mount's target."),
  old: z.unknown().optional(),
  new: z.unknown().optional(),
  replaces: z.boolean(),
});

const stepSchema = z.strictObject({
  op: z.enum(STEP_OPS),
  urn: z.string(),
  type: z.string().describe("Pulumi type token."),
  name: z.string(),
  parent: z.string().optional().describe("URN of the parent; left out for the stack itself."),
  changes: z.array(changeSchema),
});

const elapsedMs = z.number();

/**
 * What `--json` prints of a run before its result: an event per line, in order (engine/events.ts), and then of each release that is
 * followed how far it is.
 */
export const eventLineSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("phase"), phase: z.enum(["preview", "up", "refresh", "destroy"]) }),
  z.strictObject({ type: z.literal("step-started"), step: stepSchema }),
  z.strictObject({ type: z.literal("step-done"), step: stepSchema, elapsedMs }),
  z.strictObject({ type: z.literal("step-failed"), step: stepSchema, message: z.string(), elapsedMs }),
  z.strictObject({
    type: z.literal("diagnostic"),
    severity: z.enum(["debug", "info", "warning", "error"]),
    message: z.string(),
    urn: z.string().optional().describe("Of the resource that says it."),
    ephemeral: z.boolean().describe("Progress, which may be overwritten."),
  }),
  z.strictObject({
    type: z.literal("policy"),
    pack: z.string(),
    rule: z.string(),
    level: z.enum(["advisory", "mandatory", "disabled", "remediate"]),
    message: z.string(),
    urn: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("judged"),
    pack: z.string(),
    packVersion: z.string(),
    urn: z.string().optional().describe("Of the resource; left out for the whole stack."),
    passed: z.int().describe("How many rules found nothing wrong."),
    notApplicable: z.int(),
  }),
  z.strictObject({
    type: z.literal("summary"),
    changes: z.partialRecord(z.enum(STEP_OPS), z.int()),
    elapsedMs,
  }),
  z.strictObject({
    type: z.literal("canary"),
    service: z.string(),
    version: z.string(),
    active: colorSchema.describe("The color that the clients go over to."),
    canary: canaryStateSchema,
    awaits: z.enum(AWAITED_BY_CANARY).describe("What comes before its next step."),
    message: z.string().describe("The same for people."),
  }),
]);

export type EventLine = z.infer<typeof eventLineSchema>;
