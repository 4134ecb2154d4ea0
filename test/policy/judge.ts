import { Secret, type ResourceValidationArgs } from "@pulumi/policy";
import type { z } from "zod";
import { tierOf } from "../../model/tier.ts";
import { Exceptions } from "../../policy/exceptions.ts";
import { otherStacks } from "../../policy/other-stacks.ts";
import { rememberInputs } from "../../policy/remember-inputs.ts";
import { judgesType, OTHER_TYPE, type Rule } from "../../policy/rule.ts";
import { settingsSchema, type PolicyException } from "../../policy/settings.ts";
import { toPolicy } from "../../policy/to-policies.ts";

/** A resource as a program would register it; secrets are {@link Secret}s. */
export interface Registered {
  type: string;
  name?: string;
  props: Record<string, unknown>;
}

export interface JudgeOptions {
  /** Default: dev. */
  stack?: string;
  /** What the project's `tidegate-policy.yaml` says. */
  settings?: z.input<typeof settingsSchema>;
  /** Default: those that are called like a tier. */
  otherStacks?: readonly string[];
  exceptions?: readonly PolicyException[];
  /** Whether the engine runs remediations, without which nobody knows what is secret. Default: true. */
  remembers?: boolean;
}

/** What stands for a text, a number, a flag, a list and an object that a preview cannot know yet. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const UNKNOWN_NUMBER = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";
export const UNKNOWN_FLAG = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";
export const UNKNOWN_LIST = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";
export const UNKNOWN_OBJECT = "dd056dcd-154b-4c76-9bd3-c8f88648b5ff";

let count = 0;

/** What a rule says about one resource, the way Pulumi runs it: its violations, or why it does not apply. */
export async function judge(
  rule: Rule,
  resource: Registered,
  options: JudgeOptions = {},
): Promise<string[] | { notApplicable: string }> {
  count += 1;
  const stack = options.stack ?? "dev";
  const context = {
    ...{ project: "tidegate", stack, tier: tierOf(stack, undefined) },
    settings: settingsSchema.parse(options.settings ?? {}),
    otherStacks: options.otherStacks ?? otherStacks(undefined, stack),
  };
  const policy = toPolicy(rule, context, new Exceptions(options.exceptions ?? [], { stack, today: "2026-11-21" }));
  const args = argsOf(resource, `urn:pulumi:test::p::${resource.type}::${count}`);
  if (options.remembers !== false) await rememberInputs.remediateResource?.(args);
  const violations: string[] = [];
  const validate = policy.validateResource;
  if (typeof validate !== "function") throw new Error("these rules have one validation each");
  try {
    await validate({ ...args, props: open(resource.props) as Record<string, unknown> }, (message) => {
      violations.push(String(message));
    });
  } catch (error) {
    if (!(error instanceof NotApplicable)) throw error;
    // Which words Pulumi's own filter by type finds is its business; reports use ours.
    return { notApplicable: judgesType(rule, resource.type) ? error.message : OTHER_TYPE };
  }
  return violations;
}

class NotApplicable extends Error {}

function argsOf({ type, name = "resource", props }: Registered, urn: string): ResourceValidationArgs {
  return {
    ...{ type, props, urn, name, stackTags: new Map() },
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    isType: (resourceClass) => Reflect.get(resourceClass, "__pulumiType") === type,
    asType: () => undefined,
    getConfig: () => {
      throw new Error("these rules have no config");
    },
    notApplicable: (reason) => {
      throw new NotApplicable(reason);
    },
  };
}

/** A validation is given secrets in clear. */
function open(value: unknown): unknown {
  if (value instanceof Secret) return value.value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(open);
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, open(child)]));
}
