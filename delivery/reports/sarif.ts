import { z } from "zod";
import { InputError } from "../../model/errors.ts";
import { parseJsonReport, type ReportFile } from "./report-file.ts";

/** What a static analysis has found. */
export interface Analysis {
  tools: readonly string[];
  /** Rule and place of each result of level `error` that is not suppressed. */
  errors: readonly string[];
  /** Whether a tool says that it did not run to its end. */
  isBroken: boolean;
  madeAt: number;
  /** Commit that it names; null where it names none. */
  commit: string | null;
}

const levelSchema = z.enum(["none", "note", "warning", "error"]);
const resultSchema = z.object({
  ruleId: z.string().optional(),
  ruleIndex: z.int().optional(),
  rule: z.object({ id: z.string(), index: z.int() }).partial().optional(),
  kind: z.string().default("fail"),
  level: levelSchema.optional(),
  baselineState: z.string().optional(),
  suppressions: z.array(z.object({ status: z.string().default("accepted") })).default([]),
  locations: z
    .array(
      z.object({
        physicalLocation: z
          .object({
            artifactLocation: z.object({ uri: z.string() }).partial().optional(),
            region: z.object({ startLine: z.int() }).partial().optional(),
          })
          .optional(),
      }),
    )
    .default([]),
});
const ruleSchema = z.object({
  id: z.string(),
  defaultConfiguration: z.object({ level: levelSchema }).partial().optional(),
});
const sarifSchema = z.object({
  version: z.literal("2.1.0"),
  runs: z
    .array(
      z.object({
        tool: z.object({ driver: z.object({ name: z.string(), rules: z.array(ruleSchema).default([]) }) }),
        results: z.array(resultSchema).nullish(),
        invocations: z
          .array(z.object({ executionSuccessful: z.boolean().default(true), endTimeUtc: z.string().optional() }))
          .default([]),
        versionControlProvenance: z.array(z.object({ revisionId: z.string().optional() })).default([]),
      }),
    )
    .min(1),
});

type SarifRun = z.infer<typeof sarifSchema>["runs"][number];

/** Reads SARIF 2.1.0. Throws an InputError for anything else. */
export function parseSarif(file: ReportFile): Analysis {
  const sarif = sarifSchema.safeParse(parseJsonReport(file)).data;
  if (sarif === undefined) throw new InputError(`${file.path}: is no SARIF 2.1.0. Have its tool write that.`);
  const { runs } = sarif;
  const invocations = runs.flatMap((run) => run.invocations);
  const times = invocations.map(({ endTimeUtc = "" }) => Date.parse(endTimeUtc)).filter((time) => !Number.isNaN(time));
  return {
    tools: runs.map(({ tool }) => tool.driver.name),
    errors: runs.flatMap(errorsOf),
    // A run without results, as against one with none, is one that did not get so far (SARIF 3.14.23).
    isBroken: invocations.some((one) => !one.executionSuccessful) || runs.some(({ results }) => results == null),
    madeAt: times.length === 0 ? file.writtenAt : Math.max(...times),
    commit:
      runs.flatMap((run) => run.versionControlProvenance).find(({ revisionId }) => revisionId)?.revisionId ?? null,
  };
}

/** A result's own level counts, then its rule's, then `warning` (SARIF 3.27.10). */
function errorsOf({ tool: { driver }, results }: SarifRun): string[] {
  return (results ?? []).flatMap((result) => {
    const id = result.ruleId ?? result.rule?.id;
    const index = result.ruleIndex ?? result.rule?.index;
    const rule = driver.rules.find((each, at) => (id === undefined ? at === index : each.id === id));
    const level = result.level ?? rule?.defaultConfiguration?.level ?? "warning";
    const isSuppressed = result.suppressions.some(({ status }) => status === "accepted");
    if (level !== "error" || result.kind !== "fail" || isSuppressed || result.baselineState === "absent") return [];
    const { artifactLocation, region } = result.locations[0]?.physicalLocation ?? {};
    const place = [artifactLocation?.uri, region?.startLine].filter((part) => part !== undefined).join(":");
    return [`${id ?? rule?.id ?? driver.name}${place === "" ? "" : ` at ${place}`}`];
  });
}
