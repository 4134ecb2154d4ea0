import { z } from "zod";
import { durationMs } from "../../model/duration.ts";
import { InputError } from "../../model/errors.ts";
import { tryParse } from "../../model/problems.ts";
import type { LoadWishes } from "./load-of.ts";
import type { Budget } from "./scenario.ts";
import { drillTimeSchema, SCENARIO_NAMES, type ScenarioName } from "../../model/drills.ts";

export interface DrillOptions extends LoadWishes {
  /** In the order in which they are practised; all there are when none is named. */
  scenarios: readonly ScenarioName[];
  /** What stands in the place of every scenario's budget. */
  budget: Partial<Budget>;
  restartEngine: string | null;
  /** Folder for the reports; null: the stack's own. */
  report: string | null;
}

const textSchema = z.string().regex(/./, "must not be empty|Say it, or leave the option out.");

const optionsSchema = z.object({
  scenario: z.array(z.enum(SCENARIO_NAMES)).optional(),
  url: textSchema.optional(),
  path: z.string().startsWith("/", "must begin with a slash|Write it like `/healthz`.").optional(),
  noticed: drillTimeSchema.optional(),
  back: drillTimeSchema.optional(),
  lost: z
    .string()
    .regex(/^\d{1,9}$/, "must be a whole number|Correct it or leave it out.")
    .transform(Number)
    .optional(),
  "restart-engine": textSchema.optional(),
  report: textSchema.optional(),
});

/** Reads what the command line says beside the stack. Throws an InputError that names every wrong option. */
export function parseDrillOptions({ restartEngine, ...flags }: Record<string, unknown>): DrillOptions {
  const result = tryParse(optionsSchema, { ...flags, "restart-engine": restartEngine });
  if ("problems" in result) throw new InputError(result.problems.map((problem) => `--${problem}`).join("\n"));
  const { scenario, url, path, noticed, back, lost, report, "restart-engine": command } = result.data;
  return {
    scenarios: SCENARIO_NAMES.filter((name) => scenario === undefined || scenario.includes(name)),
    budget: {
      ...(noticed === undefined ? {} : { noticedMs: durationMs(noticed) }),
      ...(back === undefined ? {} : { backMs: durationMs(back) }),
      ...(lost === undefined ? {} : { lost }),
    },
    ...{ url: url ?? null, path: path ?? null, restartEngine: command ?? null, report: report ?? null },
  };
}
