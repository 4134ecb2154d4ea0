import { z } from "zod";

const properties = z.record(z.string(), z.unknown()).nullish();

const stateSchema = z.object({ parent: z.string().optional(), inputs: properties, outputs: properties });

const metadataSchema = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: stateSchema.nullish(),
  new: stateSchema.nullish(),
  diffs: z.array(z.string()).nullish(),
  keys: z.array(z.string()).nullish(),
  detailedDiff: z.record(z.string(), z.object({ diffKind: z.string(), inputDiff: z.boolean().optional() })).nullish(),
});

const judgedSchema = z.object({
  resourceUrn: z.string().optional(),
  policyPackName: z.string(),
  policyPackVersion: z.string().default(""),
  passed: z.array(z.string()).nullish(),
});

const stepSchema = z.object({ metadata: metadataSchema, planning: z.boolean().optional() });

/**
 * The part we use of a line the Pulumi CLI prints with `--json`: sdk/go/common/apitype/events.go, `EngineEvent`. Exactly
 * one of the keys is there. Further keys are ignored, as new versions of the CLI add some.
 */
export const rawEventSchema = z.object({
  preludeEvent: z.object({}).optional(),
  resourcePreEvent: stepSchema.optional(),
  resOutputsEvent: stepSchema.optional(),
  resOpFailedEvent: stepSchema.optional(),
  diagnosticEvent: z
    .object({
      urn: z.string().optional(),
      message: z.string(),
      severity: z.string(),
      ephemeral: z.boolean().optional(),
    })
    .optional(),
  stdoutEvent: z.object({ message: z.string() }).optional(),
  policyEvent: z
    .object({
      resourceUrn: z.string().optional(),
      message: z.string(),
      policyName: z.string(),
      policyPackName: z.string(),
      enforcementLevel: z.string(),
    })
    .optional(),
  policyAnalyzeSummaryEvent: judgedSchema.optional(),
  policyAnalyzeStackSummaryEvent: judgedSchema.optional(),
  summaryEvent: z
    .object({
      resourceChanges: z.record(z.string(), z.number()).nullish(),
      durationSeconds: z.number(),
      isPreview: z.boolean().optional(),
    })
    .optional(),
});

export type RawEvent = z.infer<typeof rawEventSchema>;
export type RawMetadata = z.infer<typeof metadataSchema>;
