import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { otherColor, type Color } from "../../../model/color.ts";
import { TAG } from "../../../model/aws/tags.ts";
import type { AwsClients } from "../clients.ts";
import { readForward } from "../observe/rules.ts";

/** ARNs of the target groups of a service's colors; a color that was never made has none. */
export type Groups = Readonly<Partial<Record<Color, string>>>;

/** Of the color that serves; the other has 0. */
const ALL = 100;

/**
 * Has a rule send all traffic to `color`, or to nobody for null, and says by which switch. What else the rule does stays as it is. Where its
 * weights are so already they are not written again. Returns what is wrong with the rule as it is read back; undefined where nothing is.
 */
export async function setWeights(
  { elb }: Pick<AwsClients, "elb">,
  rule: string,
  { groups, color, generation }: { groups: Groups; color: Color | null; generation: number },
): Promise<string | undefined> {
  const read = async () => {
    const { Rules = [] } = await elb.describeRules({ RuleArns: [rule] });
    return Rules[0]?.Actions ?? [];
  };
  const wanted = weightsFor(groups, color);
  const actions = await read();
  // Before the weights: without the right to do it nothing is moved.
  await elb.addTags({ ResourceArns: [rule], Tags: [{ Key: TAG.generation, Value: String(generation) }] });
  if (wrongIn(actions, wanted) !== undefined) {
    await elb.modifyRule({ RuleArn: rule, Actions: withWeights(actions, wanted) });
  }
  return wrongIn(await read(), wanted);
}

type Weights = readonly { TargetGroupArn: string; Weight: number }[];

/** The color that serves comes first. */
function weightsFor(groups: Groups, color: Color | null): Weights {
  const first = color ?? "blue";
  return [first, otherColor(first)].flatMap((each) => {
    const group = groups[each];
    return group === undefined ? [] : [{ TargetGroupArn: group, Weight: each === color ? ALL : 0 }];
  });
}

/** The actions of a rule, the last of which, where its traffic goes, gets new weights: before it may stand who has to sign in. */
function withWeights(actions: readonly Action[], weights: Weights): Action[] {
  const last = actions.at(-1);
  const { TargetGroupArn: _, ...kept } =
    last?.Type === "forward" ? last : { Type: "forward" as const, Order: last?.Order };
  const ForwardConfig = { ...("ForwardConfig" in kept ? kept.ForwardConfig : {}), TargetGroups: [...weights] };
  return [...actions.slice(0, -1), { ...kept, ForwardConfig }];
}

function wrongIn(actions: readonly Action[], weights: Weights): string | undefined {
  const { groups } = readForward({ Actions: [...actions] });
  const weightOf = (group: string) => groups.find((each) => each.group === group)?.weight ?? 0;
  const isAsWanted =
    groups.every(({ group, weight }) => weight === 0 || weights.some((each) => each.TargetGroupArn === group)) &&
    weights.every(({ TargetGroupArn, Weight }) => weightOf(TargetGroupArn) > 0 === Weight > 0);
  if (isAsWanted) return undefined;
  const there = groups.map(({ group, weight }) => `${nameOf(group)} ${weight}`).join(", ");
  return `its rule says ${there === "" ? "nothing of target groups" : there}`;
}

/** `shop-prod-shop-blue-3000`, of an ARN that goes on with a number of AWS's. */
function nameOf(group: string): string {
  return group.split("/").at(-2) ?? group;
}
