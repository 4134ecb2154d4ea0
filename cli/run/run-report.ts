import { z } from "zod";
import { STEP_OPS } from "../../engine/events.ts";
import { colorSchema } from "../../model/color.ts";
import { headSchema } from "../../model/ledger-state.ts";
import { verdictSchema } from "../../model/verdict.ts";
import { followedSchema } from "../follow/followed-result.ts";
import { defineResult } from "../result/result.ts";

export type RunCommand = "up" | "preview" | "refresh" | "destroy";

/** Where a service's traffic goes. */
export const trafficSchema = z.strictObject({
  active: z
    .array(colorSchema)
    .describe("Colors that get traffic; several while an old worker of the proxy still sends elsewhere."),
  versions: z
    .array(z.string())
    .describe("Versions of these colors, as the edge has sealed them, else by their labels."),
});

/** What `--json` tells of every run. */
export const runShape = {
  stack: z.string(),
  engine: z.enum(["embedded", "pulumi"]),
  changes: z
    .partialRecord(z.enum(STEP_OPS), z.int())
    .describe("How many resources each operation touched, or would; empty after a failure."),
  outputs: z.record(z.string(), z.unknown()).describe("The stack's outputs, secrets replaced; empty after a failure."),
  verdicts: z.array(verdictSchema).describe("What the edge's own commands found in this run."),
  ledger: headSchema.nullable().describe("Last entry of the ledger that this run wrote; null where it wrote none."),
  head: headSchema
    .nullable()
    .describe("Last entry of the ledger, whoever wrote it, as far as this run has seen it; null where there is none."),
  traffic: z
    .record(z.string(), trafficSchema)
    .nullable()
    .describe("By service, after a failure; null where the host could not be read, or was not asked."),
  followed: z
    .array(followedSchema)
    .optional()
    .describe(
      "With `up --follow`, after a run that did all it had to: the releases that were under way, and how each ended.",
    ),
  error: z.string().optional().describe("What went wrong."),
  next: z.string().optional().describe("One sentence: where traffic is, and what to do."),
};

/** What a run of the program came to. */
export interface RunReport extends Readonly<z.infer<z.ZodObject<typeof runShape>>> {
  command: RunCommand;
  /** See model/errors.ts. */
  exitCode: number;
}

export const RUN_RESULTS = {
  up: defineResult("up", runShape),
  preview: defineResult("preview", runShape),
  refresh: defineResult("refresh", runShape),
  destroy: defineResult("destroy", runShape),
} as const satisfies Record<RunCommand, unknown>;
