import { z } from "zod";
import { BUCKET_BOUNDS_MS, STATUS_CLASSES } from "../../edge/counts.ts";
import { guardVerdictsSchema } from "../../model/agent-beat.ts";
import { canaryStateSchema } from "../../model/canary-state.ts";
import { colorSchema } from "../../model/color.ts";
import { seenStandstillSchema } from "../status/standstill.ts";

const quantile = z.number().nullable();

const measuredSchema = z.strictObject({
  requests: z.int().describe("Requests that came, answered or not."),
  perSecond: z.number().describe("Of these."),
  requestShare: z
    .number()
    .nullable()
    .describe("Share, 0 to 1, of the service's requests that this color got; null without a request."),
  statuses: z.record(z.enum(STATUS_CLASSES), z.int()).describe("Answers by the first digit of their status."),
  errorShare: z.number().nullable().describe("Share, 0 to 1, of the answers that are 5xx; null without an answer."),
  connectFailures: z.int().describe("Of the answers, those the edge gave because it could connect to no replica."),
  retries: z.int().describe("How often a request was sent again after a replica failed to take or to answer it."),
  p50Ms: quantile.describe("Half of the answers came within this time; null without an answer."),
  p95Ms: quantile,
  p99Ms: quantile,
  latency: z
    .array(z.int())
    .describe(`Answers by time in ms: up to ${BUCKET_BOUNDS_MS.join(", ")}, and above; not cumulative.`),
});

const usedSchema = z.strictObject({ used: z.int(), limit: z.int().nullable() });

const colorSchemaOfTop = z.strictObject({
  serves: z.boolean(),
  clientShare: z
    .number()
    .nullable()
    .describe("Share, 0 to 1, of the clients that are sent to it; null where they do not go over step by step."),
  versions: z.array(z.string()),
  replicas: z.int(),
  up: z.int().describe("Of the replicas, those that run and pass their health checks."),
  fullest: z
    .strictObject({
      memoryBytes: usedSchema,
      processes: usedSchema,
      throttled: z.number().describe("Share, 0 to 1, of the time with work to do in which it waited for CPU time."),
    })
    .nullable()
    .describe("Of each limit the replica that is nearest to it; null where none runs."),
  interval: measuredSchema,
  total: measuredSchema.describe("Since `top` was started."),
});

/** A line of `top --json`, one for each interval. */
export const topLineSchema = z.strictObject({
  type: z.literal("top"),
  at: z.string().describe("End of the interval, RFC 3339."),
  intervalMs: z.int(),
  watchedMs: z.int().describe("Since `top` was started."),
  services: z.record(
    z.string(),
    z.strictObject({
      active: z.array(colorSchema).describe("Colors that get traffic."),
      canary: canaryStateSchema
        .nullable()
        .describe("How clients go over from one color to the other, step by step; null where they do not."),
      standstill: seenStandstillSchema
        .nullable()
        .describe("Why the agent lets the release stand still, since when, and what to do; null where it does not."),
      verdicts: guardVerdictsSchema.describe("What each rule of the guard that watches the release came to last."),
      colors: z.strictObject({ blue: colorSchemaOfTop, green: colorSchemaOfTop }),
    }),
  ),
});

export type TopLine = z.infer<typeof topLineSchema>;
export type TopColor = z.infer<typeof colorSchemaOfTop>;
export type Measured = z.infer<typeof measuredSchema>;
