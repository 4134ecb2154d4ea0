import { ListenerRule } from "@pulumi/aws/lb/index.js";
import type * as pulumi from "@pulumi/pulumi";
import { ruleConditions } from "../../../model/aws/rule-conditions.ts";
import { forcedRulePriority, rulePriority } from "../../../model/aws/rule-priority.ts";
import { ruleWeights } from "../../../model/aws/rule-weights.ts";
import { COLORS, otherColor, type Color } from "../../../model/color.ts";
import { FORCE_HEADER } from "../../../model/force-header.ts";
import type { Route } from "../../../model/route.ts";
import type { DeclaredTraffic } from "./declared-traffic.ts";
import type { AwsEnvironment } from "./environment.ts";
import { tagsOf } from "./owner.ts";
import type { AwsPool } from "./pool.ts";

export interface TrafficRulesArgs {
  environment: AwsEnvironment;
  service: string;
  route: Route;
  /** Place of the rules that was chosen. */
  priority: number | undefined;
  activeColor: Color;
  /** What the rule of the public says. */
  traffic: DeclaredTraffic;
  /** Whether releases get their traffic step by step. */
  hasCanary: boolean;
  /** Number of the switch that sets the weights. */
  generation: number;
  pools: Readonly<Record<Color, AwsPool | null>>;
  /** What has moved the traffic. */
  after: pulumi.Resource;
}

/** Everything of a rule that a canary's steps change. */
const STEPPED = ["actions", "tags"];

/**
 * The rule by which the public reaches the active color, and after it the one by which previews reach the other. The cutover has set their
 * weights already, where there were rules: these say the same, so that state and preview know it. Those of a canary under way are left to
 * its steps. Where there are canaries, one rule more lets a header ask for the active color, whatever its share is. Gives the first.
 */
export function createTrafficRules(name: string, args: TrafficRulesArgs, parent: pulumi.Resource): ListenerRule {
  const { environment, pools, activeColor, traffic, after } = args;
  const { listener, previewListener } = environment.listeners;
  const ignoreChanges = traffic.isLeftAlone ? STEPPED : [];
  const rule = createRule(name, { ...args, listener }, { parent, dependsOn: after, ignoreChanges });
  const idle = otherColor(activeColor);
  if (pools[idle] !== null) {
    const previews = { weights: ruleWeights({ active: idle }), stickySeconds: null };
    createRule(
      `${name}-preview`,
      { ...args, listener: previewListener, traffic: previews },
      { parent, dependsOn: [rule] },
    );
  }
  if (args.hasCanary) createForcedRule(`${name}-canary`, args, { parent, dependsOn: [rule] });
  return rule;
}

type RuleArgs = Omit<TrafficRulesArgs, "traffic"> & {
  listener: pulumi.Input<string>;
  traffic: Omit<DeclaredTraffic, "isLeftAlone">;
};

/** A rule that shares a service's requests out. */
function createRule(name: string, args: RuleArgs, opts: pulumi.CustomResourceOptions): ListenerRule {
  const { environment, service, generation, pools, listener } = args;
  const { weights, stickySeconds } = args.traffic;
  const targetGroups = COLORS.flatMap((color) => {
    const pool = pools[color];
    return pool === null ? [] : [{ arn: pool.targetGroup, weight: weights[color] }];
  });
  const stickiness = stickySeconds === null ? {} : { stickiness: { enabled: true, duration: stickySeconds } };
  return new ListenerRule(
    name,
    {
      listenerArn: listener,
      priority: placeOf(args),
      conditions: conditionsOf(args),
      actions: [{ type: "forward", forward: { targetGroups, ...stickiness } }],
      tags: tagsOf(environment, { service, generation: String(generation) }),
    },
    { ...opts, provider: environment.provider },
  );
}

/** It bears a color, as all rules do that no switch touches. */
function createForcedRule(name: string, args: TrafficRulesArgs, opts: pulumi.CustomResourceOptions): ListenerRule {
  const { environment, service, pools, activeColor } = args;
  const priority = forcedRulePriority(placeOf(args));
  const targetGroupArn = pools[activeColor]?.targetGroup;
  if (priority === undefined || targetGroupArn === undefined) throw new Error("such a canary is refused before");
  const header = { httpHeader: { httpHeaderName: FORCE_HEADER, values: ["true"] } };
  return new ListenerRule(
    name,
    {
      listenerArn: environment.listeners.listener,
      priority,
      conditions: [...conditionsOf(args), header],
      actions: [{ type: "forward", targetGroupArn }],
      tags: tagsOf(environment, { service, color: activeColor }),
    },
    { ...opts, provider: environment.provider },
  );
}

function placeOf({ environment, service, route, priority }: Omit<TrafficRulesArgs, "traffic">): number {
  const place = priority ?? rulePriority(environment.id, service, route);
  if (place === undefined) throw new Error("a route without a place among the rules is refused before");
  return place;
}

function conditionsOf({ route }: Pick<TrafficRulesArgs, "route">) {
  const { hosts, paths } = ruleConditions(route);
  return [
    ...(hosts.length === 0 ? [] : [{ hostHeader: { values: [...hosts] } }]),
    ...(paths.length === 0 ? [] : [{ pathPattern: { values: [...paths] } }]),
  ];
}
