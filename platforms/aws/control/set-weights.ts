import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { isSameSplit, type RuleWeights } from "../../../model/aws/rule-weights.ts";
import { TAG } from "../../../model/aws/tags.ts";
import { COLORS, otherColor, type Color } from "../../../model/color.ts";
import type { AwsClients } from "../clients.ts";
import { readForward } from "../observe/rules.ts";
import { isStickyByUs, STICKY, stickinessAfter } from "./stickiness.ts";

/** ARNs of the target groups of a service's colors; a color that was never made has none. */
export type Groups = Readonly<Partial<Record<Color, string>>>;

/** What a rule is to do with a service's traffic. */
export interface RuleTraffic {
  groups: Groups;
  weights: RuleWeights;
  /** For how long a client stays with its color, in seconds; null where no canary is under way. */
  stickySeconds: number | null;
  /** Number of the switch that says so. */
  generation: number;
}

/**
 * Has a rule share traffic out, and says by which switch. What else the rule does stays as it is; that it keeps clients on their color is
 * switched on for a canary, and off again where it was so. What it does already is not written again. Returns what is wrong with the
 * rule as it is read back; undefined where nothing is.
 */
export async function setWeights(
  { elb }: Pick<AwsClients, "elb">,
  rule: string,
  { groups, weights, stickySeconds, generation }: RuleTraffic,
): Promise<string | undefined> {
  const read = async () => {
    const { Rules = [] } = await elb.describeRules({ RuleArns: [rule] });
    return Rules[0]?.Actions ?? [];
  };
  const tag = async (tags: Readonly<Record<string, string>>) => {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await elb.addTags({ ResourceArns: [rule], Tags });
  };
  const actions = await read();
  const isSticky = readForward({ Actions: actions }).stickySeconds !== null;
  const stickiness = stickinessAfter(stickySeconds, isSticky, isSticky && (await isStickyByUs({ elb }, rule)));
  // Before the weights: without the right to do it nothing is moved.
  await tag({ [TAG.generation]: String(generation), ...(stickiness === "on" ? { [TAG.sticky]: STICKY.byUs } : {}) });
  if (wrongIn(actions, groups, weights) !== undefined || stickiness !== "as it is") {
    const seconds = stickiness === "on" ? stickySeconds : stickiness === "off" ? null : undefined;
    await elb.modifyRule({ RuleArn: rule, Actions: withWeights(actions, targetGroups(groups, weights), seconds) });
  }
  if (stickiness === "off") await tag({ [TAG.sticky]: STICKY.byNobody });
  return wrongIn(await read(), groups, weights);
}

interface TargetGroup {
  TargetGroupArn: string;
  Weight: number;
}

/** The color that gets more comes first. */
function targetGroups(groups: Groups, weights: RuleWeights): TargetGroup[] {
  const first: Color = weights.green > weights.blue ? "green" : "blue";
  return [first, otherColor(first)].flatMap((color) => {
    const group = groups[color];
    return group === undefined ? [] : [{ TargetGroupArn: group, Weight: weights[color] }];
  });
}

/**
 * The actions of a rule, the last of which, where its traffic goes, gets new weights: before it may stand who has to sign in. `seconds` is how
 * long clients stay on their color; null not at all, undefined as it is.
 */
function withWeights(actions: readonly Action[], weights: TargetGroup[], seconds: number | null | undefined): Action[] {
  const last = actions.at(-1);
  const { TargetGroupArn: _, ...kept } =
    last?.Type === "forward" ? last : { Type: "forward" as const, Order: last?.Order };
  const sticky =
    seconds === undefined
      ? {}
      : {
          TargetGroupStickinessConfig:
            seconds === null ? { Enabled: false } : { Enabled: true, DurationSeconds: seconds },
        };
  const before = "ForwardConfig" in kept ? kept.ForwardConfig : {};
  return [...actions.slice(0, -1), { ...kept, ForwardConfig: { ...before, TargetGroups: weights, ...sticky } }];
}

function wrongIn(actions: readonly Action[], of: Groups, weights: RuleWeights): string | undefined {
  const { groups } = readForward({ Actions: [...actions] });
  const weightOf = (group: string | undefined) => groups.find((each) => each.group === group)?.weight ?? 0;
  const ours = COLORS.flatMap((color) => of[color] ?? []);
  const isOursAlone = groups.every(({ group, weight }) => weight === 0 || ours.includes(group));
  if (isOursAlone && isSameSplit({ blue: weightOf(of.blue), green: weightOf(of.green) }, weights)) return undefined;
  const there = groups.map(({ group, weight }) => `${nameOf(group)} ${weight}`).join(", ");
  return `its rule says ${there === "" ? "nothing of target groups" : there}`;
}

/** `shop-prod-shop-blue-3000`, of an ARN that goes on with a number of AWS's. */
function nameOf(group: string): string {
  return group.split("/").at(-2) ?? group;
}
