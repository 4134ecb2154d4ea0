import { z } from "zod";
import type { TierDefault } from "../../model/gates/tier-defaults.ts";
import { TIERS } from "../../model/tier.ts";

/** A field with a default by tier, in the results of commands. */
export const tierDefaultSchema = z.strictObject({
  field: z.string().describe("Its path below the gate."),
  values: z
    .strictObject({ dev: z.unknown(), stg: z.unknown(), prod: z.unknown() })
    .describe("What it is in each tier where it is left out; null where it must be said."),
});

/** `open: mon-sun 00:00-24:00 in dev and stg, mon-fri 09:00-17:00 in prod`. */
export function tierSentence({ field, values }: TierDefault): string {
  const byValue = Map.groupBy(TIERS, (tier) => tierValue(values[tier]));
  return `${field}: ${[...byValue].map(([value, tiers]) => `${value} in ${tiers.join(" and ")}`).join(", ")}`;
}

/** A default for people; `required` where there is none. */
export function tierValue(value: unknown): string {
  if (value === null) return "required";
  if (Array.isArray(value)) return value.map(tierValue).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
