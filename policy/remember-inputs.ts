import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { findSecrets, readInputs } from "./inputs.ts";
import type { JudgedResource } from "./rule.ts";

const remembered = new Map<string, JudgedResource>();

/**
 * Remembers what every resource is made of, and changes nothing. A validation sees each secret as plain text; only a
 * remediation, which runs right before, still sees how they are wrapped.
 */
export const rememberInputs: ResourceValidationPolicy = {
  name: "remember-inputs",
  displayName: "Remember inputs",
  description: "Lets the rules know which inputs are secrets. Changes nothing and reports nothing.",
  enforcementLevel: "remediate",
  severity: "low",
  remediateResource: (args) => {
    remembered.set(args.urn, describe(args, new Set(findSecrets(args.props))));
  },
};

/** A resource as the rules see it. Without a remediation before, nobody knows which of its inputs are secrets. */
export function readResource(args: ResourceValidationArgs): JudgedResource {
  return remembered.get(args.urn) ?? describe(args, undefined);
}

function describe(args: ResourceValidationArgs, secretPaths: ReadonlySet<string> | undefined): JudgedResource {
  const { type, name, urn, props } = args;
  return { type, name, urn, inputs: readInputs(props), secretPaths };
}
