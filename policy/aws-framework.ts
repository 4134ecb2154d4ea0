import type { Framework } from "./rule.ts";

/** A control of the standard that AWS Security Hub checks running accounts against. */
export function awsFoundational(reference: string, specification: string): Framework {
  return { name: "AWS Foundational Security Best Practices", version: "1.0.0", reference, specification };
}
