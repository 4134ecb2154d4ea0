import { COLORS, type Color } from "../../../model/color.ts";
import type { ObservedAws, ObservedPool, ObservedRule } from "./observed.ts";

/** The colors that any rule of a service sends traffic to; none where it leads nowhere, or to others alone. */
export function colorsServed({ rules, pools }: Pick<ObservedAws, "rules" | "pools">, service: string): Color[] {
  const served = rules.filter((rule) => rule.service === service).map((rule) => weightsOf(rule, pools));
  return COLORS.filter((color) => served.some((weights) => weights[color] > 0));
}

/** What a rule gives to each color of its service, and to target groups that are none of them. */
export function weightsOf(
  { service, groups }: Pick<ObservedRule, "service" | "groups">,
  pools: readonly Pick<ObservedPool, "service" | "color" | "group">[],
): Record<Color | "others", number> {
  const weights = { blue: 0, green: 0, others: 0 };
  for (const { group, weight } of groups) {
    const pool = pools.find((each) => each.service === service && each.group === group);
    weights[pool?.color ?? "others"] += weight;
  }
  return weights;
}
