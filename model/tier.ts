/** How strictly a stack is judged: what developers play with, what rehearses production, production. */
export const TIERS = ["dev", "stg", "prod"] as const;
export type Tier = (typeof TIERS)[number];

/**
 * The tier of a stack. One that is called like a tier is of that tier whatever its config says; any other says it with
 * `tidegate:tier`, and one that says nothing is judged like production: nobody gets out of a rule by forgetting something.
 */
export function tierOf(stack: string, declared: string | undefined): Tier {
  return TIERS.find((tier) => tier === stack) ?? TIERS.find((tier) => tier === declared) ?? "prod";
}
