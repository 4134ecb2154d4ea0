import type { ResourceValidationPolicy } from "@pulumi/policy";
import { findSecrets } from "./inputs.ts";

const remembered = new Map<string, ReadonlySet<string>>();

/**
 * Remembers which inputs are secrets, and changes nothing. A validation sees every secret as plain text; only a
 * remediation, which runs before, still sees how they are wrapped.
 */
export const rememberSecrets: ResourceValidationPolicy = {
  name: "remember-secrets",
  description: "Lets the other rules know which inputs are secrets. Changes nothing and reports nothing.",
  enforcementLevel: "remediate",
  severity: "low",
  remediateResource: (args) => {
    remembered.set(args.urn, new Set(findSecrets(args.props)));
  },
};

/** Paths of the secret inputs of a resource; undefined when the engine did not tell. */
export function secretPathsOf(urn: string): ReadonlySet<string> | undefined {
  return remembered.get(urn);
}
