import type { Tier } from "../model/tier.ts";

/**
 * The rules that only warn in dev. Everything else blocks everywhere, and everything blocks in stg and prod: the table is
 * part of the pack, so that no reviewer depends on a flag somebody forgot.
 */
export const ADVISORY_IN_DEV: ReadonlySet<string> = new Set<string>([]);

export function levelOf(rule: string, tier: Tier): "advisory" | "mandatory" {
  return tier === "dev" && ADVISORY_IN_DEV.has(rule) ? "advisory" : "mandatory";
}
