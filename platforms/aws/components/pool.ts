import { ListenerRule } from "@pulumi/aws/lb/index.js";
import * as pulumi from "@pulumi/pulumi";
import { releaseOf, secretVolumeOf, type PlannedColor } from "../../../components/planned-color.ts";
import { secretsOf, type SecretValues } from "../../../components/secret-volume.ts";
import { COLOR_HEADER } from "../../../model/aws/names.ts";
import { colorRulePriority } from "../../../model/aws/rule-priority.ts";
import { backendName } from "../../../model/names.ts";
import type { SealedRelease } from "../../../model/release.ts";
import type { Gate } from "../../../model/service.ts";
import type { DeclaredTasks } from "../scale/declared-tasks.ts";
import type { SecretReference } from "./container-definition.ts";
import { createEcsService } from "./ecs-service.ts";
import type { AwsEnvironment } from "./environment.ts";
import { ExecutionRole } from "./execution-role.ts";
import { tagsOf } from "./owner.ts";
import { ReleaseSecret } from "./release-secret.ts";
import { createTargetGroup } from "./target-group.ts";
import { createTaskDefinition, type ContainerTransform } from "./task-definition.ts";

export interface AwsPoolArgs extends PlannedColor {
  environment: AwsEnvironment;
  tasks: DeclaredTasks;
  /** Whether auto scaling has to do with it. */
  isScaled: boolean;
  gate: Gate;
  drain: string;
  /** Values of the secrets that the release names. */
  secrets: SecretValues;
  /** ARN of what the app may do; nothing when left out. */
  taskRole: pulumi.Input<string> | undefined;
  /** What must have let the release through before any task of it starts. */
  gates: readonly pulumi.Resource[];
  /** Has the last word on the definition of the app's container. */
  transform: ContainerTransform | undefined;
}

/** The tasks of one color, behind a target group of their own. */
export class AwsPool extends pulumi.ComponentResource {
  /** The release its tasks run, with its secret's name and hash, as the cutover will seal it. */
  readonly release: pulumi.Output<SealedRelease>;
  /** ARN. */
  readonly targetGroup: pulumi.Output<string>;
  /** ARN of the task definition that its tasks are of. */
  readonly definition: pulumi.Output<string>;
  /** Where the release's secrets are kept, and ARN of the role that may read them. */
  readonly secrets: readonly SecretReference[];
  readonly executionRole: pulumi.Output<string>;

  constructor(name: string, args: AwsPoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tidegate:aws:Pool", name, {}, opts);
    const { environment, service, plan } = args;
    const { release } = plan;
    const isPinned = Object.values(plan.pinned).some((replicas) => replicas.size > 0);
    const pinned = { parent: this, isPinned };
    this.release = releaseOf(args);

    const group = createTargetGroup(name, { ...args, release }, pinned);
    const rule = createColorRule(name, args, group.arn, this);
    const secret = createSecret(name, args, this);
    const role = new ExecutionRole(name, { environment, service, secretArn: secret?.arn }, { parent: this });
    const { hash } = this.release;
    this.secrets = secret?.references ?? [];
    this.executionRole = role.arn;
    const ofTasks = { ...args, release, hash, secrets: this.secrets, executionRole: role.arn };
    const definition = createTaskDefinition(name, ofTasks, pinned);
    createEcsService(
      name,
      { ...args, port: release.port, taskDefinition: definition.arn, targetGroup: group.arn },
      { ...pinned, dependsOn: [rule, ...args.gates] }, // ECS takes no target group that is behind no load balancer
    );
    this.targetGroup = group.arn;
    this.definition = definition.arn;
    this.registerOutputs({ release: this.release, targetGroup: this.targetGroup });
  }
}

/** Puts the target group behind the load balancer, where the public cannot reach it, and for good: no switch touches this rule. */
function createColorRule(
  name: string,
  { environment, service, color }: AwsPoolArgs,
  targetGroupArn: pulumi.Input<string>,
  parent: pulumi.Resource,
): ListenerRule {
  return new ListenerRule(
    name,
    {
      listenerArn: environment.listeners.previewListener,
      priority: colorRulePriority(environment.id, service, color),
      conditions: [{ httpHeader: { httpHeaderName: COLOR_HEADER, values: [backendName(service, color)] } }],
      actions: [{ type: "forward", targetGroupArn }],
      tags: tagsOf(environment, { service, color }),
    },
    { parent, provider: environment.provider },
  );
}

function createSecret(name: string, args: AwsPoolArgs, parent: pulumi.Resource): ReleaseSecret | undefined {
  const { environment, service, plan, secrets } = args;
  const named = secretVolumeOf(args);
  if (named === null) return undefined;
  return new ReleaseSecret(
    name,
    {
      ...{ owner: environment, service, named, names: plan.release.secrets.toSorted() },
      values: secretsOf(plan.release, secrets),
      isKept: plan.sealed !== null && Object.values(plan.keepsSecrets).every((isKept) => isKept),
    },
    { parent },
  );
}
