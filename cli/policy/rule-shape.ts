import { z } from "zod";
import { RULE_GROUPS } from "../../policy/rule.ts";

const levelSchema = z.enum(["advisory", "mandatory"]);

export const levelsSchema = z
  .strictObject({ dev: levelSchema, stg: levelSchema, prod: levelSchema })
  .describe("How strictly it is meant, by tier.");

/** What a list has of a rule. */
export const ruleHead = {
  id: z.string(),
  title: z.string(),
  group: z.enum(RULE_GROUPS),
  severity: z.enum(["low", "medium", "high", "critical"]),
  description: z.string().describe("What it asks for, in a sentence."),
};

/** Everything that is said of a rule (policy/rule.ts). */
export const ruleShape = {
  ...ruleHead,
  rationale: z.string().describe("What goes wrong without it."),
  framework: z.strictObject({
    name: z.string(),
    version: z.string(),
    reference: z.string().describe("Number or heading there."),
    specification: z.string().describe("What it asks, in a sentence."),
  }),
  remediation: z.string().describe("What to do about a violation."),
  example: z.strictObject({ refused: z.string(), accepted: z.string() }),
  url: z.string().describe("Page of the rule."),
};
