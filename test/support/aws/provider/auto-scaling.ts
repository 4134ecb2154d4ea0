import type { MetricType } from "@aws-sdk/client-application-auto-scaling";
import { block, flag, number, requiredText, text } from "../../../../engine/embedded/providers/schema/access.ts";
import type { PlainObject } from "../../../../engine/embedded/provider.ts";
import type { AwsClients } from "../../../../platforms/aws/clients.ts";
import type { AwsResource } from "./resource.ts";

/** What names a scalable target, and what belongs to it. */
const namesOf = (inputs: PlainObject) => ({
  ServiceNamespace: "ecs" as const,
  ScalableDimension: "ecs:service:DesiredCount" as const,
  ResourceId: requiredText(inputs, "resourceId"),
});

export const scalableTarget: AwsResource = {
  type: "aws:appautoscaling/target:Target",
  changeable: ["minCapacity", "maxCapacity", "suspendedState", "tags"],
  async create(inputs, clients) {
    await register(inputs, clients);
    return { id: requiredText(inputs, "resourceId"), outputs: inputs };
  },
  update: (_, news, clients) => register(news, clients),
  remove: async ({ inputs }, clients) => (await clients.scaling()).deregisterScalableTarget(namesOf(inputs)),
};

async function register(inputs: PlainObject, clients: AwsClients): Promise<void> {
  const suspended = block(inputs, "suspendedState") ?? {};
  await (
    await clients.scaling()
  ).registerScalableTarget({
    ...namesOf(inputs),
    ...{ MinCapacity: number(inputs, "minCapacity"), MaxCapacity: number(inputs, "maxCapacity") },
    SuspendedState: {
      DynamicScalingInSuspended: flag(suspended, "dynamicScalingInSuspended"),
      DynamicScalingOutSuspended: flag(suspended, "dynamicScalingOutSuspended"),
    },
  });
}

/** A policy goes with its target, too. */
export const scalingPolicy: AwsResource = {
  type: "aws:appautoscaling/policy:Policy",
  changeable: ["targetTrackingScalingPolicyConfiguration"],
  async create(inputs, clients) {
    await put(inputs, clients);
    return { id: requiredText(inputs, "name"), outputs: inputs };
  },
  update: (_, news, clients) => put(news, clients),
  remove: async ({ inputs }, clients) =>
    (await clients.scaling()).deleteScalingPolicy({ ...namesOf(inputs), PolicyName: requiredText(inputs, "name") }),
};

async function put(inputs: PlainObject, clients: AwsClients): Promise<void> {
  const tracked = block(inputs, "targetTrackingScalingPolicyConfiguration") ?? {};
  const metric = block(tracked, "predefinedMetricSpecification") ?? {};
  const label = text(metric, "resourceLabel");
  await (
    await clients.scaling()
  ).putScalingPolicy({
    ...{ ...namesOf(inputs), PolicyName: requiredText(inputs, "name"), PolicyType: "TargetTrackingScaling" },
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: number(tracked, "targetValue"),
      PredefinedMetricSpecification: {
        PredefinedMetricType: requiredText(metric, "predefinedMetricType") as MetricType, // AWS judges it
        ...(label === undefined ? {} : { ResourceLabel: label }),
      },
    },
  });
}
