import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { GATE_IDS } from "../model/gates/gates.ts";
import { parseYaml } from "../model/parse-yaml.ts";
import { parseAll } from "../model/problems.ts";
import { DIFFER_BY_NATURE } from "../model/promotion.ts";
import { readTextFile } from "../model/read-text-file.ts";

export const SETTINGS_FILE = "tidegate-policy.yaml";

const dateSchema = z.iso.date("must be a date|Write it like 2027-03-31.");
const textSchema = z.string().trim().regex(/\S/, "must not be empty|Say it in a few words.");

/** Rules that judge many unlike things at one resource: an exception from the whole of them would hide the next finding. */
const NEEDS_INPUT: readonly string[] = ["no-plaintext-secret", "no-secret-in-environment"];

const exceptionShape = z.strictObject({
  rule: textSchema.describe("Id of the rule, as `tidegate policy list` shows it."),
  resource: textSchema.describe("Name of the resource; `*` stands for any characters (`shop-blue-*`)."),
  input: textSchema
    .optional()
    .describe("Input it is about, as the violation names it first (`envs.*`); all of them when left out."),
  stacks: z.array(textSchema).min(1).optional().describe("Stacks it holds for; all of them when left out."),
  reason: textSchema.describe("Why the rule cannot be kept yet."),
  owner: textSchema.describe("Who answers for it."),
  expires: dateSchema.describe("Last day on which it holds (UTC)."),
  ticket: textSchema.describe("Where getting rid of it is planned."),
});

/** Lets named resources break one rule for a while. */
export const exceptionSchema = exceptionShape.superRefine(({ rule, input }, context) => {
  if (input !== undefined || !NEEDS_INPUT.includes(rule)) return;
  context.addIssue({
    code: "custom",
    path: ["input"],
    input: undefined,
    message: "must be given, because the rule judges every input|Name the one, as the violation does (`envs.NAME`).",
  });
});

const promotionSchema = z.strictObject({
  from: textSchema.default("stg").describe("Stack that rehearses."),
  to: textSchema.default("prod").describe("Stack that must equal it."),
  mayDiffer: z
    .array(textSchema)
    .default([])
    .transform((keys) => [...DIFFER_BY_NATURE, ...keys])
    .describe("Keys that may differ, beside those that do by their nature; `*` stands for any characters."),
});

/** What may be asked for: a gate, or that a pipeline makes the change. */
const gatePathSchema = z.enum([...GATE_IDS, "change.pipeline"]);

const requiredGatesSchema = z.strictObject({
  stg: z.array(gatePathSchema).default([]).describe("What stands before every release in stg; nothing when left out."),
  prod: z
    .array(gatePathSchema)
    .default(["window"])
    .describe(
      "The same in prod: `window` when left out. A grown production asks for `approvals`, `provenIn` and `change.pipeline`, too.",
    ),
});

/** Everything that a project's `tidegate-policy.yaml` may say. */
export const settingsSchema = z.strictObject({
  registries: z
    .array(textSchema)
    .min(1)
    .optional()
    .describe("Registries images may come from, as `host`, `host:port` or `host/path`; `*` stands for any characters."),
  baseImages: z.array(textSchema).min(1).optional().describe("Images that built images may start from (`debian:*`)."),
  promotion: promotionSchema.prefault({}).describe("What production may have that staging has not."),
  requiredGates: requiredGatesSchema.prefault({}).describe("Gates that every service must declare, by tier."),
  exceptions: z.array(exceptionSchema).default([]).describe("What may break a rule for a while."),
});

export type PolicyException = z.infer<typeof exceptionSchema>;
export type PolicySettings = z.infer<typeof settingsSchema>;

/**
 * Settings of the project in `folder`; the defaults where it has none. Throws a ProblemsError with every problem at once:
 * a pack that misread its exceptions must not judge at all.
 */
export function loadSettings(folder: string | undefined): PolicySettings {
  const file = folder === undefined ? undefined : join(folder, SETTINGS_FILE);
  const content: unknown = file !== undefined && existsSync(file) ? parseYaml(readTextFile(file), file) : undefined;
  return parseAll(settingsSchema, content ?? {}, { path: SETTINGS_FILE });
}
