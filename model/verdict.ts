import { z } from "zod";
import { colorSchema } from "./color.ts";
import { headSchema } from "./ledger-state.ts";

/** Why a control process failed; null when it did not. */
export const verdictReasonSchema = z.enum([
  /** A replica did not prove healthy in time. */
  "gate",
  /** A gate before the release is closed, or could not find out; nothing was touched. */
  "gates",
  /** A smoke request was answered otherwise than it must be. */
  "smoke",
  /** A command in a replica failed, or its log has lines that it may not have. */
  "checks",
  /** The traffic did not arrive where it was sent, was answered otherwise there than it must be, or its color turned red; it was put back. */
  "verify",
  /** Somebody else switched meanwhile, or holds the edge's lock. */
  "busy",
  /** The run that started this process ended before it; nothing was switched. */
  "orphaned",
  /** Somebody asked the run to stop: before the switch, or while the color that got the traffic was watched. */
  "interrupted",
  /** The proxy itself refused the config; the old one stays. */
  "config",
  /** Wrong input, a host that cannot be reached. */
  "input",
  /** Our bug. */
  "bug",
]);

/**
 * What a control process of the edge came to: written to `$TIDEGATE_RESULT_DIR/<verb>-<service>-<pid>.json`, so that `tidegate`
 * can give its own exit code and figures whatever an engine makes of a failed command.
 */
export const verdictSchema = z.strictObject({
  format: z.literal(1),
  verb: z.string(),
  /** Name of the service; null for what belongs to none. */
  service: z.string().nullable(),
  ok: z.boolean(),
  /** One of EXIT. */
  exitCode: z.int(),
  reason: verdictReasonSchema.nullable(),
  /** One sentence; what the operator reads in full went to stderr. */
  message: z.string(),
  /** `cutover`: the color that served before, and the one that serves now. */
  from: colorSchema.nullable(),
  to: colorSchema.nullable(),
  /** `cutover`: version of the color that was to serve. */
  version: z.string().nullable(),
  /** `cutover`: of 10,000 clients, those that moved; left out where all did. */
  share: z.int().optional(),
  /** `cutover`: milliseconds from the first change of a worker's map to the last; null when nothing was switched. */
  switchMs: z.number().nullable(),
  /** Unix time in milliseconds at which every worker sent its traffic to the new color; null when nothing was switched. */
  switchedAt: z.number().nullable(),
  /** Last entry of the ledger that it wrote; left out where it wrote none. */
  ledger: headSchema.optional(),
  /** Milliseconds from the start of the process to its verdict. */
  totalMs: z.number(),
});

export type Verdict = z.infer<typeof verdictSchema>;
export type VerdictReason = z.infer<typeof verdictReasonSchema>;
