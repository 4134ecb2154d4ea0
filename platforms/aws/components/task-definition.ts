import { TaskDefinition } from "@pulumi/aws/ecs/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { Color } from "../../../model/color.ts";
import { ecsName } from "../../../model/aws/names.ts";
import { taskSize } from "../../../model/aws/task-size.ts";
import type { Release } from "../../../model/release.ts";
import { stopSeconds } from "../../../model/stop-seconds.ts";
import {
  SECRETS_VOLUME,
  taskContainers,
  type ContainerDefinition,
  type SecretReference,
} from "./container-definition.ts";
import type { AwsEnvironment } from "./environment.ts";
import { tagsOf } from "./owner.ts";

export interface TaskDefinitionArgs {
  environment: AwsEnvironment;
  service: string;
  color: Color;
  release: Release;
  /** `releaseHash` of that release. */
  hash: pulumi.Input<string>;
  drain: string;
  secrets: readonly SecretReference[];
  /** ARN of what ECS may do to start it. */
  executionRole: pulumi.Input<string>;
  /** ARN of what the app may do. Default: nothing. */
  taskRole: pulumi.Input<string> | undefined;
  transform: ContainerTransform | undefined;
}

/**
 * Changes the definition of the app's container, for what a release has no word for. It is no part of the release: tasks that serve
 * keep theirs. Policies judge the outcome.
 */
export type ContainerTransform = (
  container: ContainerDefinition,
  replica: { service: string; color: Color },
) => ContainerDefinition;

/** Everything that would make the provider register another revision. A color that serves ignores changes of all of them. */
const REPLACING_INPUTS = [
  "containerDefinitions",
  "cpu",
  "executionRoleArn",
  "family",
  "memory",
  "networkMode",
  "requiresCompatibilities",
  "runtimePlatform",
  "taskRoleArn",
  "volumes",
];

/** What a color's tasks are: one release, in a revision of its own. */
export function createTaskDefinition(
  name: string,
  args: TaskDefinitionArgs,
  { isPinned, ...opts }: { isPinned: boolean; parent: pulumi.Resource },
): TaskDefinition {
  const { environment, service, color, release, hash, secrets, taskRole, transform } = args;
  const { capacityProvider, secretFiles, architecture, region } = environment.args;
  const onFargate = capacityProvider === undefined;
  const size = taskSize(release.limits, onFargate);
  if (size === undefined) throw new Error("a service that is too large for Fargate is refused before");
  const containers = taskContainers({
    ...{ name: service, release, onFargate, secrets, stopTimeout: stopSeconds(args.drain) },
    secretFilesImage: secretFiles?.image ?? null,
    logs: { group: environment.logGroup, region, prefix: `${service}-${color}` },
  }).map((container) => (container.essential ? (transform?.(container, { service, color }) ?? container) : container));
  const hasVolume = containers.length > 1;
  return new TaskDefinition(
    name,
    {
      family: ecsName(environment.id, service, color),
      networkMode: "awsvpc",
      requiresCompatibilities: [onFargate ? "FARGATE" : "EC2"],
      cpu: String(size.cpu),
      memory: String(size.memoryMib),
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: architecture },
      executionRoleArn: args.executionRole,
      ...(taskRole === undefined ? {} : { taskRoleArn: taskRole }),
      ...(hasVolume ? { volumes: [{ name: SECRETS_VOLUME }] } : {}),
      containerDefinitions: pulumi.jsonStringify(containers),
      tags: tagsOf(environment, { service, color, version: release.version, release: hash }),
    },
    { ...opts, provider: environment.provider, ignoreChanges: isPinned ? REPLACING_INPUTS : [] },
  );
}
