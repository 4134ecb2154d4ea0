import { z } from "zod";
import { colorSchema } from "../../model/color.ts";
import { TIERS } from "../../model/tier.ts";
import { exceptionSchema } from "../../policy/settings.ts";
import { defineResult } from "../result/result.ts";
import { ruleShape } from "./rule-shape.ts";

const resourceSchema = z.strictObject({
  urn: z.string(),
  type: z.string().describe("Pulumi type token."),
  name: z.string(),
});

const violationSchema = z.strictObject({
  message: z.string().describe("A sentence that starts with the path of an input."),
  location: z
    .strictObject({
      file: z.string().describe("Path from the project's folder, with `/`."),
      key: z.string(),
      line: z.int().describe("From 1."),
      column: z.int().describe("From 1."),
    })
    .optional()
    .describe("The stack file's key to change, where known."),
  exception: exceptionSchema.optional().describe("What lets it pass; without one, it counts."),
});

const count = z.int();

/** The report of a check (policy/report/json.ts). */
export const policyCheckResult = defineResult("policy check", {
  verdict: z.enum(["passed", "refused"]),
  brokeOff: z
    .string()
    .optional()
    .describe("What the program ended with before it had declared everything: then this is not all there is to say."),
  project: z.string(),
  stack: z.string(),
  tier: z.enum(TIERS),
  engine: z.enum(["embedded", "pulumi"]),
  host: z.string().describe("Address of the container engine that the stack runs on."),
  source: z.strictObject({
    commit: z.string().nullable().describe("Hash of the git commit; null where it is not known."),
    isClean: z.boolean().nullable().describe("Whether the project is as in that commit."),
    actor: z.string().nullable().describe("Who asked for the check."),
    run: z.string().nullable().describe("Page of the CI server's run."),
  }),
  generatedAt: z.string().describe("ISO 8601, UTC."),
  versions: z.strictObject({ tidegate: z.string(), pack: z.string(), node: z.string() }),
  hashes: z
    .strictObject({ plan: z.string(), pack: z.string() })
    .describe("SHA-256, in hex: of the steps that were judged, and of the text of the pack with its settings."),
  traffic: z.array(z.string()).describe("What will happen to the traffic, a sentence per service."),
  releases: z
    .array(
      z.strictObject({
        service: z.string(),
        color: colorSchema,
        version: z.string(),
        image: z.string(),
        digest: z.string().nullable().describe("Null where the image is named by a tag only."),
        running: z.array(z.string()).describe("Versions of the containers that the color has now."),
        traffic: z.enum(["serves", "will serve", "serves until then", "idle"]),
      }),
    )
    .describe("Which build goes where; empty where a program declares its services itself."),
  changes: z.record(z.string(), count).describe("How many resources each operation touches."),
  losses: z
    .array(z.strictObject({ op: z.enum(["replace", "delete"]), type: z.string(), name: z.string() }))
    .describe("What is replaced or deleted."),
  rules: z.array(z.strictObject({ ...ruleShape, level: z.enum(["advisory", "mandatory"]) })),
  judgements: z
    .array(
      z.strictObject({
        rule: z.string(),
        resource: resourceSchema,
        outcome: z.enum(["passed", "violated", "excepted"]),
        violations: z.array(violationSchema),
      }),
    )
    .describe("One for every rule and each resource that it applies to."),
  notApplicable: z
    .array(
      z.strictObject({
        reason: z.string(),
        rules: z.record(z.string(), z.array(z.string())).describe("URNs of the resources, by rule."),
      }),
    )
    .describe("What rules do not apply to, by reason."),
  exceptions: z.array(
    exceptionSchema.safeExtend({
      state: z.enum(["active", "unused", "not seen", "expired", "too long", "other stack"]),
      used: count.describe("How many violations it let pass."),
    }),
  ),
  exceptionFindings: z
    .array(z.string())
    .describe("What is wrong with the exceptions themselves: expired, not needed, for no rule."),
});
