import { z } from "zod";
import { colorSchema } from "./color.ts";

/** What a gate came to. One that could not find out is as closed as one that said no. */
export const gateVerdictSchema = z.enum(["pass", "fail", "inconclusive"]);

/** What one gate found, in words that need no source beside them. */
export const gateResultSchema = z.strictObject({
  /** Id of the gate, such as `window`. */
  gate: z.string(),
  verdict: gateVerdictSchema,
  /** What was looked at, and with which settings. */
  asked: z.string(),
  /** What was found. */
  seen: z.string(),
  /** What would have passed. */
  wanted: z.string(),
  /** What to do about it; null when it passed. */
  remedy: z.string().nullable(),
  tookMs: z.int(),
});

/** That the gates of a service let a release through: printed by the program's gate resource, asked for by the cutover. */
export const gatePassSchema = z.strictObject({
  service: z.string(),
  color: colorSchema,
  version: z.string(),
  /** Number of the switch that they were asked for. */
  generation: z.int(),
  /** Unix time in milliseconds at which the last of them answered. */
  at: z.int(),
  results: z.array(gateResultSchema),
});

export type GateVerdict = z.infer<typeof gateVerdictSchema>;
export type GateResult = z.infer<typeof gateResultSchema>;
export type GatePass = z.infer<typeof gatePassSchema>;
