import { TIERS, type Tier } from "../model/tier.ts";
import { levelOf } from "./levels.ts";
import { PLAN_RULES } from "./plan/plan-rules.ts";
import type { RuleText } from "./rule.ts";
import { RULES } from "./rules.ts";

/** What is said of every rule there is, of the pack and over plans, in the order in which they are listed and documented. */
export const ALL_RULES: readonly RuleText[] = [...RULES, ...PLAN_RULES].map(
  ({ id, title, group, description, rationale, severity, framework, remediation, example }) => ({
    ...{ id, title, group, description, rationale, severity, framework, remediation, example },
  }),
);

/** How strictly a rule is meant, by tier. */
export function levelsOf(rule: string): Record<Tier, "advisory" | "mandatory"> {
  const levels = TIERS.map((tier) => [tier, levelOf(rule, tier)] as const);
  return Object.fromEntries(levels) as Record<Tier, "advisory" | "mandatory">; // one for each tier
}
