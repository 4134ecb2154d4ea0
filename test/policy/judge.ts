import { Secret, type ResourceValidationArgs, type ResourceValidationPolicy } from "@pulumi/policy";
import { rememberSecrets } from "../../policy/secret-paths.ts";

let count = 0;

/** What a rule says about one resource: its violations, or why it does not apply. */
export async function judge(
  rule: ResourceValidationPolicy,
  resource: { type: string; props: Record<string, unknown> },
  options: { remembers?: boolean } = {},
): Promise<string[] | { notApplicable: string }> {
  count += 1;
  const args = argsOf(resource, `urn:pulumi:test::p::${resource.type}::${count}`);
  if (options.remembers !== false) await rememberSecrets.remediateResource?.(args);
  const violations: string[] = [];
  const validate = rule.validateResource;
  if (typeof validate !== "function") throw new Error("these rules have one validation each");
  try {
    await validate({ ...args, props: open(resource.props) as Record<string, unknown> }, (message) => {
      violations.push(String(message));
    });
  } catch (error) {
    if (error instanceof NotApplicable) return { notApplicable: error.message };
    throw error;
  }
  return violations;
}

class NotApplicable extends Error {}

function argsOf(
  { type, props }: { type: string; props: Record<string, unknown> },
  urn: string,
): ResourceValidationArgs {
  return {
    ...{ type, props, urn, name: "resource", stackTags: new Map() },
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    isType: () => false,
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
