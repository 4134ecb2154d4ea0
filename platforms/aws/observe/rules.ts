import type { Rule } from "@aws-sdk/client-elastic-load-balancing-v2";
import { TAG } from "../../../model/aws/tags.ts";
import { stackPrefix, type StackId } from "../../../model/names.ts";
import type { AwsClients } from "../clients.ts";
import { everyItem, inLots } from "../pages.ts";
import { readTags, type Tags } from "../read-tags.ts";
import type { ForeignRule, ObservedRule } from "./observed.ts";

/** What one call tells the tags of. Source: `DescribeTags`, Elastic Load Balancing API reference. */
const TAGS_AT_ONCE = 20;

/** Every rule of a listener but its default: those of the stack's services, and the places that others have. */
export async function readRules(
  { elb }: Pick<AwsClients, "elb">,
  listener: string,
  id: StackId,
): Promise<{ ours: ObservedRule[]; foreign: ForeignRule[] }> {
  const rules = await everyItem(async (from) => {
    const page = await elb.describeRules({ ListenerArn: listener, ...(from === undefined ? {} : { Marker: from }) });
    return { items: page.Rules, next: page.NextMarker };
  });
  const placed = rules.flatMap((rule) =>
    rule.RuleArn === undefined || rule.IsDefault === true ? [] : [{ arn: rule.RuleArn, rule }],
  );
  const tags = await readTagsOf(
    elb,
    placed.map(({ arn }) => arn),
  );
  const told = placed.map(({ arn, rule }) => ({ arn, rule, tags: tags.get(arn) ?? new Map<string, string>() }));
  const isOurs = ({ tags }: { tags: Tags }) =>
    tags.get(TAG.project) === id.project && tags.get(TAG.stack) === id.stack && !tags.has(TAG.color);
  return {
    ours: told.filter(isOurs).map((each) => ourRule(each)),
    foreign: told.filter((each) => !isOurs(each)).map(({ arn, rule, tags }) => foreignRule(arn, rule, tags)),
  };
}

async function readTagsOf(elb: AwsClients["elb"], arns: readonly string[]): Promise<ReadonlyMap<string, Tags>> {
  const described = await inLots(arns, TAGS_AT_ONCE, async (lot) => {
    return (await elb.describeTags({ ResourceArns: lot })).TagDescriptions;
  });
  return new Map(described.map(({ ResourceArn, Tags }) => [ResourceArn ?? "", readTags(Tags)]));
}

function ourRule({ arn, rule, tags }: { arn: string; rule: Rule; tags: Tags }): ObservedRule {
  const { groups, stickySeconds } = readForward(rule);
  const generation = tags.get(TAG.generation);
  return {
    arn,
    service: tags.get(TAG.service) ?? "",
    environment: tags.get(TAG.environment) ?? "",
    priority: Number(rule.Priority),
    generation: generation === undefined ? null : Number(generation),
    groups,
    stickySeconds,
  };
}

/** Where a rule sends traffic, as its last action says: those before it only find out who asks. */
export function readForward({ Actions = [] }: Pick<Rule, "Actions">): Pick<ObservedRule, "groups" | "stickySeconds"> {
  const action = Actions.at(-1);
  if (action?.Type !== "forward") return { groups: [], stickySeconds: null };
  const { TargetGroups = [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }], TargetGroupStickinessConfig } =
    action.ForwardConfig ?? {};
  const groups = TargetGroups.flatMap(({ TargetGroupArn, Weight }) =>
    TargetGroupArn === undefined ? [] : [{ group: TargetGroupArn, weight: Weight ?? 1 }],
  );
  const isSticky = TargetGroupStickinessConfig?.Enabled === true;
  return { groups, stickySeconds: isSticky ? (TargetGroupStickinessConfig.DurationSeconds ?? null) : null };
}

function foreignRule(arn: string, rule: Rule, tags: Tags): ForeignRule {
  const [project, stack] = [tags.get(TAG.project), tags.get(TAG.stack)];
  return {
    arn,
    priority: Number(rule.Priority),
    stack: project === undefined || stack === undefined ? null : stackPrefix({ project, stack }),
  };
}
