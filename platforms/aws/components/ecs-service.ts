import { Service } from "@pulumi/aws/ecs/index.js";
import type * as pulumi from "@pulumi/pulumi";
import type { Color } from "../../../model/color.ts";
import { ecsName } from "../../../model/aws/names.ts";
import { wholeSeconds } from "../../../model/duration.ts";
import type { Gate } from "../../../model/service.ts";
import type { DeclaredTasks } from "../scale/declared-tasks.ts";
import type { AwsEnvironment } from "./environment.ts";
import { tagsOf } from "./owner.ts";

export interface EcsServiceArgs {
  environment: AwsEnvironment;
  service: string;
  color: Color;
  tasks: DeclaredTasks;
  /** Whether the number of tasks follows what there is to do. */
  isScaled: boolean;
  gate: Gate;
  /** Port that the app listens on. */
  port: number;
  taskDefinition: pulumi.Input<string>;
  targetGroup: pulumi.Input<string>;
}

/** Beyond what a gate waits: for tasks to get a place, an address and their image, and for old ones to go. */
const SETTLE_SECONDS = 600;

/** Everything that would make ECS start other tasks, or the provider another service. A color that serves ignores changes of all of them. */
const REPLACING_INPUTS = [
  "capacityProviderStrategies",
  "cluster",
  "enableEcsManagedTags",
  "enableExecuteCommand",
  "launchType",
  "loadBalancers",
  "name",
  "networkConfiguration",
  "propagateTags",
  "schedulingStrategy",
];

/** Keeps a color's tasks at work: as many as are declared, of one task definition, each behind the load balancer. */
export function createEcsService(
  name: string,
  { environment, service, color, tasks, isScaled, gate, port, taskDefinition, targetGroup }: EcsServiceArgs,
  { isPinned, ...opts }: { isPinned: boolean; parent: pulumi.Resource; dependsOn: pulumi.Resource[] },
): Service {
  const { capacityProvider, subnets } = environment.args;
  const withinSeconds = wholeSeconds(gate.within);
  const settles = `${withinSeconds + SETTLE_SECONDS}s`;
  return new Service(
    name,
    {
      name: ecsName(environment.id, service, color),
      cluster: environment.cluster,
      taskDefinition,
      desiredCount: tasks.replicas,
      schedulingStrategy: "REPLICA",
      ...(capacityProvider === undefined
        ? { launchType: "FARGATE" }
        : { capacityProviderStrategies: [{ capacityProvider, weight: 1 }] }),
      networkConfiguration: { subnets, securityGroups: [environment.taskSecurityGroup], assignPublicIp: false },
      loadBalancers: [{ targetGroupArn: targetGroup, containerName: service, containerPort: port }],
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      healthCheckGracePeriodSeconds: withinSeconds,
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "TASK_DEFINITION",
      waitForSteadyState: true,
      tags: tagsOf(environment, {
        ...{ service, color, replicas: String(tasks.replicas) },
        ...(isScaled ? { scaling: "on" } : {}),
      }),
    },
    {
      ...opts,
      provider: environment.provider,
      customTimeouts: { create: settles, update: settles },
      ignoreChanges: [...(isPinned ? REPLACING_INPUTS : []), ...(tasks.isLeft ? ["desiredCount"] : [])],
    },
  );
}
