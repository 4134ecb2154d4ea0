/** How strictly a stack is judged: what developers play with, what rehearses production, production. */
export const TIERS = ["dev", "stg", "prod"] as const;
export type Tier = (typeof TIERS)[number];

/** What else stacks of the two strict tiers are called. A copied file says what its first stack was, a name what this one is. */
const SYNONYMS: Readonly<Record<string, Tier>> = {
  ...{ stg: "stg", stage: "stg", staging: "stg", preprod: "stg" },
  ...{ prod: "prod", prd: "prod", production: "prod", live: "prod" },
};

/**
 * The tier of a stack. One that is called like a tier is of that tier whatever its config says; any other says it with
 * `tidegate:tier`, and one that says nothing is judged like production: nobody gets out of a rule by forgetting something.
 */
export function tierOf(stack: string, declared: string | undefined): Tier {
  return namedTier(stack) ?? TIERS.find((tier) => tier === declared) ?? "prod";
}

/** The tier that a stack's name says: `dev`, `staging`, `prod-eu`. Undefined when it says none. */
export function namedTier(stack: string): Tier | undefined {
  if (stack === "dev") return "dev";
  const first = stack.toLowerCase().split(/[-_.]/)[0] ?? "";
  return Object.hasOwn(SYNONYMS, first) ? SYNONYMS[first] : undefined;
}

/** One sentence where a stack's file says another tier than its name, which is the one that holds; else undefined. */
export function tierNotice(stack: string, declared: string | undefined): string | undefined {
  const tier = namedTier(stack);
  if (tier === undefined || declared === undefined || declared === tier) return undefined;
  return (
    `tidegate:tier: is ${JSON.stringify(declared)}, but a stack called ${JSON.stringify(stack)} is judged as ${tier}. ` +
    `Set it to ${tier}, or call the stack otherwise.`
  );
}
