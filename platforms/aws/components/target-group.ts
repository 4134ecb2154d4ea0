import { TargetGroup } from "@pulumi/aws/lb/index.js";
import type * as pulumi from "@pulumi/pulumi";
import type { Color } from "../../../model/color.ts";
import { targetGroupName } from "../../../model/aws/names.ts";
import { wholeSeconds } from "../../../model/duration.ts";
import type { Release } from "../../../model/release.ts";
import type { Gate } from "../../../model/service.ts";
import type { AwsEnvironment } from "./environment.ts";
import { tagsOf } from "./owner.ts";

export interface TargetGroupArgs {
  environment: AwsEnvironment;
  service: string;
  color: Color;
  release: Release;
  gate: Gate;
  drain: string;
}

/** Failed checks in a row after which a task gets no more requests. */
const FAILS = 2;
/** Everything that would make the provider replace a target group. */
const REPLACING_INPUTS = ["name", "port", "protocol", "targetType", "vpcId"];

/** What the load balancer knows a color's tasks by: whom it asks for their health, and how long they may finish their requests. */
export function createTargetGroup(
  name: string,
  { environment, service, color, release, gate, drain }: TargetGroupArgs,
  { isPinned, ...opts }: { isPinned: boolean; parent: pulumi.Resource },
): TargetGroup {
  const { port, health } = release;
  return new TargetGroup(
    name,
    {
      name: targetGroupName(environment.id, service, color, port),
      targetType: "ip",
      protocol: "HTTP",
      port,
      vpcId: environment.args.vpc,
      deregistrationDelay: wholeSeconds(drain),
      healthCheck: {
        enabled: true,
        protocol: "HTTP",
        path: health.path,
        port: health.port === undefined ? "traffic-port" : String(health.port),
        matcher: String(health.expect),
        interval: wholeSeconds(gate.interval),
        timeout: wholeSeconds(health.timeout),
        healthyThreshold: gate.passes,
        unhealthyThreshold: FAILS,
      },
      tags: tagsOf(environment, { service, color }),
    },
    { ...opts, provider: environment.provider, ignoreChanges: isPinned ? REPLACING_INPUTS : [] },
  );
}
