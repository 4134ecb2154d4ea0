import { isSameSplit, ruleWeights } from "../../../model/aws/rule-weights.ts";
import { COLORS, type Color } from "../../../model/color.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import type { ObservedAws, ObservedPool, ObservedRule } from "./observed.ts";

/**
 * The colors that any rule of a service sends traffic to; none where it leads nowhere, or to others alone. While a canary is under way and the rule
 * shares traffic out as its record says, that is the color which goes over, alone: the other has what is left.
 */
export function colorsServed(
  { rules, pools }: Pick<ObservedAws, "rules" | "pools">,
  service: string,
  record: Pick<EdgeRecord, "active" | "canary"> | null,
): Color[] {
  const served = rules.filter((rule) => rule.service === service).map((rule) => weightsOf(rule, pools));
  const isAsRecorded = (weights: Weights) =>
    record?.canary !== undefined && weights.others === 0 && isSameSplit(weights, ruleWeights(record));
  return COLORS.filter((color) =>
    served.some((weights) => (isAsRecorded(weights) ? color === record?.active : weights[color] > 0)),
  );
}

type Weights = Record<Color | "others", number>;

/** What a rule gives to each color of its service, and to target groups that are none of them. */
export function weightsOf(
  { service, groups }: Pick<ObservedRule, "service" | "groups">,
  pools: readonly Pick<ObservedPool, "service" | "color" | "group">[],
): Weights {
  const weights = { blue: 0, green: 0, others: 0 };
  for (const { group, weight } of groups) {
    const pool = pools.find((each) => each.service === service && each.group === group);
    weights[pool?.color ?? "others"] += weight;
  }
  return weights;
}
