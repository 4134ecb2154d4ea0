import { ListenerRule } from "@pulumi/aws/lb/index.js";
import type * as pulumi from "@pulumi/pulumi";
import { ruleConditions } from "../../../model/aws/rule-conditions.ts";
import { rulePriority } from "../../../model/aws/rule-priority.ts";
import { COLORS, otherColor, type Color } from "../../../model/color.ts";
import type { Route } from "../../../model/route.ts";
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
  /** Number of the switch that sets the weights. */
  generation: number;
  pools: Readonly<Record<Color, AwsPool | null>>;
  /** What has moved the traffic. */
  after: pulumi.Resource;
}

/**
 * The rule by which the public reaches the active color, and after it the one by which previews reach the other. The cutover has set their
 * weights already, where there were rules: these say the same, so that state and preview know it. Gives the first.
 */
export function createTrafficRules(name: string, args: TrafficRulesArgs, parent: pulumi.Resource): ListenerRule {
  const { environment, pools, activeColor, after } = args;
  const { listener, previewListener } = environment.listeners;
  const traffic = createRule(name, { ...args, listener, color: activeColor }, { parent, dependsOn: after });
  const idle = otherColor(activeColor);
  if (pools[idle] !== null) {
    const previews = { ...args, listener: previewListener, color: idle };
    createRule(`${name}-preview`, previews, { parent, dependsOn: [traffic] });
  }
  return traffic;
}

/** A rule that gives all of a service's requests to one color: 100 of 100 parts. */
function createRule(
  name: string,
  args: TrafficRulesArgs & { listener: pulumi.Input<string>; color: Color },
  opts: pulumi.CustomResourceOptions,
): ListenerRule {
  const { environment, service, route, generation, pools, listener, color } = args;
  const priority = args.priority ?? rulePriority(environment.id, service, route);
  if (priority === undefined) throw new Error("a route without a place among the rules is refused before");
  const { hosts, paths } = ruleConditions(route);
  const targetGroups = COLORS.flatMap((each) => {
    const pool = pools[each];
    return pool === null ? [] : [{ arn: pool.targetGroup, weight: each === color ? 100 : 0 }];
  });
  return new ListenerRule(
    name,
    {
      listenerArn: listener,
      priority,
      conditions: [
        ...(hosts.length === 0 ? [] : [{ hostHeader: { values: [...hosts] } }]),
        ...(paths.length === 0 ? [] : [{ pathPattern: { values: [...paths] } }]),
      ],
      actions: [{ type: "forward", forward: { targetGroups } }],
      tags: tagsOf(environment, { service, generation: String(generation) }),
    },
    { ...opts, provider: environment.provider },
  );
}
