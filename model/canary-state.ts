import { z } from "zod";
import { CLIENTS } from "./canary.ts";
import { colorSchema } from "./color.ts";

/** Why a canary does not go on by itself. */
export const canaryPauseSchema = z.strictObject({
  /** Who has it wait: a person, a pipeline, or what watches it. */
  by: z.string(),
  reason: z.string(),
  /** Unix time in milliseconds. */
  at: z.int(),
});

/**
 * Of a service whose active color gets its traffic step by step: a part of its record. It changes by a compare-and-set on
 * `revision`, beside which the number of the switch stays the same.
 */
export const canaryStateSchema = z.strictObject({
  /** The color that serves whoever has not gone over. */
  from: colorSchema,
  /** Of {@link CLIENTS}, those that have. */
  share: z.int().min(0).max(CLIENTS),
  /** 1 at first, and one more with each change. */
  revision: z.int(),
  /** Index of the step. */
  step: z.int(),
  steps: z.array(z.strictObject({ share: z.int(), forMs: z.int().nullable() })),
  /** Unix time in milliseconds at which the step began. */
  since: z.int(),
  /** Unix time in milliseconds of the first step. */
  began: z.int(),
  minSamples: z.int(),
  ifSilent: z.enum(["hold", "stable"]),
  /** Null while it goes on by itself. */
  paused: canaryPauseSchema.nullable(),
});

export type CanaryState = z.infer<typeof canaryStateSchema>;
