import { z } from "zod";
import { readValue } from "../../engine/config/edit-config.ts";
import { POLICY_USERS, type PolicyUser } from "../../model/aws/policy-users.ts";
import { InputError } from "../../model/errors.ts";
import { isJsonObject } from "../../model/merge-json.ts";
import { provenInStacks } from "../aws/proven-in.ts";
import type { StackOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { readAws } from "../project/read-aws.ts";
import { defineResult } from "../result/result.ts";

const statementSchema = z.strictObject({
  Effect: z.literal("Allow"),
  Action: z.array(z.string()),
  Resource: z.array(z.string()),
  Condition: z
    .record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])))
    .optional()
    .describe("By operator and key."),
});

export const awsPolicyResult = defineResult("aws policy", {
  stack: z.string(),
  who: z.enum(POLICY_USERS),
  policy: z
    .strictObject({ Version: z.literal("2012-10-17"), Statement: z.array(statementSchema) })
    .describe("As IAM takes it."),
});

/** Prints a policy of IAM for a stack; what its file says decides what is in it, and nobody is asked. */
export async function awsPolicy({ who, cwd, stack, json }: StackOptions & { who: PolicyUser }): Promise<void> {
  const ref = findStack(cwd, stack);
  const aws = readAws(ref);
  if (aws === null) {
    const file = `Pulumi.${ref.stack}.yaml`;
    throw new InputError(`${file}: is of no stack on AWS. A policy is for one with \`tidegate:platform: aws\`.`);
  }
  const { policyFor } = await import("../../platforms/aws/policy/policies.ts");
  const declared = readValue(ref, "tidegate:services");
  const services = isJsonObject(declared) ? Object.keys(declared) : [];
  const id = { project: ref.project, stack: ref.stack };
  const policy = policyFor(who, { id, aws, services, provenIn: provenInStacks(ref) });
  if (json) awsPolicyResult.print({ stack: ref.stack, who, policy });
  else process.stdout.write(`${JSON.stringify(policy, null, 2)}\n`);
}
