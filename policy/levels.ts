import type { Tier } from "../model/tier.ts";

/**
 * The rules that only warn in dev. Everything else blocks everywhere, and everything blocks in stg and prod: the table is
 * part of the pack, so that no reviewer depends on a flag somebody forgot.
 */
export const ADVISORY_IN_DEV: ReadonlySet<string> = new Set<string>([
  "aws-ecs-deployment-circuit-breaker",
  "aws-ecs-health-check",
  "aws-ecs-read-only-root",
  "aws-lb-access-logs",
  "base-image-allowlist",
  "both-colors-declared",
  "drop-capabilities",
  "health-check",
  "image-digest",
  "image-registry-allowlist",
  "keep-active-containers",
  "keep-data",
  "no-host-devices",
  "non-root-user",
  "ports-on-edge-only",
  "prometheus-login-encrypted",
  "read-only-root",
  "restart-policy",
  "rollback-target",
  "versioned-image-tag",
]);

export function levelOf(rule: string, tier: Tier): "advisory" | "mandatory" {
  return tier === "dev" && ADVISORY_IN_DEV.has(rule) ? "advisory" : "mandatory";
}
