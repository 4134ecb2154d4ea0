import { z } from "zod";

/**
 * Why a release stands still although its time is over, or although it is bad: its guard has no or too few data, figures that chance may
 * explain, or two colors that are bad; fewer requests than `minSamples`; replicas that could not bear more; a run that holds the
 * environment; nowhere to go back to.
 */
export const STANDSTILL_REASONS = [
  ...(["missing", "unsure", "both-bad"] as const),
  ...(["samples", "replicas", "busy", "no-way-back"] as const),
] as const;

export type StandstillReason = (typeof STANDSTILL_REASONS)[number];

/** That the agent lets a release stand still, as it says with each sign of life. */
export const standstillSchema = z.strictObject({
  /** Numbers of the switch and of the canary's last change, 0 where there is none: with others it is over. */
  generation: z.int(),
  revision: z.int(),
  /** Unix time in ms, by the host's clock. */
  since: z.int(),
  because: z.enum(STANDSTILL_REASONS),
  /** Name of the guard's rule; null where it is none of these. */
  rule: z.string().nullable(),
  /** One sentence that says what was found. */
  text: z.string(),
});

export type Standstill = z.infer<typeof standstillSchema>;
