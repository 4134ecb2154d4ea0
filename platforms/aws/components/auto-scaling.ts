import { Policy, Target } from "@pulumi/aws/appautoscaling/index.js";
import * as pulumi from "@pulumi/pulumi";
import { ecsName } from "../../../model/aws/names.ts";
import {
  requestsLabel,
  scalableId,
  SCALING_METRICS,
  type Scaling,
  type ScalingMetric,
  type Suspended,
} from "../../../model/aws/scaling.ts";
import type { Color } from "../../../model/color.ts";
import type { AwsEnvironment } from "./environment.ts";
import { tagsOf } from "./owner.ts";

export interface AutoScalingArgs {
  environment: AwsEnvironment;
  service: string;
  color: Color;
  /** What it may not do as long as traffic is where it is. */
  suspended: Suspended;
  /** Fewest tasks. */
  replicas: number;
  scaling: Scaling;
  /** ARN. */
  targetGroup: pulumi.Input<string>;
  /** What has moved the traffic, and suspended and resumed scaling with it. */
  after: pulumi.Resource;
}

const METRICS: Readonly<Record<ScalingMetric, string>> = {
  cpu: "ECSServiceAverageCPUUtilization",
  memory: "ECSServiceAverageMemoryUtilization",
  requests: "ALBRequestCountPerTarget",
};

/**
 * Has the number of a color's tasks follow what there is to do while it serves, and suspends that while it does not. Both colors have the same
 * all the time, so that a switch, or a rollback without Pulumi, only has to say which of them it applies to.
 */
export function createAutoScaling(name: string, args: AutoScalingArgs, parent: pulumi.Resource): void {
  const { environment, service, color, suspended, replicas, scaling, targetGroup, after } = args;
  const inAws = { parent, provider: environment.provider };
  const resourceId = pulumi
    .output(environment.cluster)
    .apply((cluster) => scalableId(cluster, ecsName(environment.id, service, color)));
  const target = new Target(
    name,
    {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId,
      minCapacity: replicas,
      maxCapacity: scaling.max,
      suspendedState: {
        dynamicScalingInSuspended: suspended.in,
        dynamicScalingOutSuspended: suspended.out,
        scheduledScalingSuspended: false,
      },
      tags: tagsOf(environment, { service, color }),
    },
    { ...inAws, dependsOn: [after] },
  );
  const label = pulumi
    .all([environment.listeners.listener, targetGroup])
    .apply(([listener, group]) => requestsLabel(listener, group));
  for (const metric of SCALING_METRICS) {
    const targetValue = scaling[metric];
    if (targetValue === undefined) continue;
    const { serviceNamespace, scalableDimension } = target;
    const predefinedMetricSpecification = {
      predefinedMetricType: METRICS[metric],
      ...(metric === "requests" ? { resourceLabel: label } : {}),
    };
    new Policy(
      `${name}-${metric}`,
      {
        ...{ name: metric, policyType: "TargetTrackingScaling" },
        ...{ serviceNamespace, scalableDimension, resourceId: target.resourceId },
        targetTrackingScalingPolicyConfiguration: { targetValue, predefinedMetricSpecification },
      },
      inAws,
    );
  }
}
