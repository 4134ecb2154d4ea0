import { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import type { Identity } from "../../../components/identity.ts";
import type { AwsConfig } from "../../../model/aws/config.ts";
import { InputError } from "../../../model/errors.ts";
import type { StackId } from "../../../model/names.ts";
import type { Observed } from "../../../model/observed.ts";
import { tierOf, type Tier } from "../../../model/tier.ts";
import { AwsLoadBalancer, type AwsLoadBalancerArgs, type Listeners } from "./load-balancer.ts";
import type { Owner } from "./owner.ts";
import { admitLoadBalancer, createCluster, createLogGroup, createTaskGroup } from "./shared-parts.ts";

/** What `tidegate:aws` says (see {@link AwsConfig}), but that ids may be outputs of resources of one's own. */
export interface AwsEnvironmentArgs extends Pick<
  AwsConfig,
  "region" | "account" | "bucket" | "architecture" | "logRetentionDays" | "secretFiles" | "smokeTask"
> {
  /** What tells the stack's things from those of others. */
  identity: Identity;
  /** What was really there before this run. */
  observed: Observed;
  /** Tier of a stack that is not called like one. Default: `prod`. */
  tier?: Tier | undefined;
  vpc: pulumi.Input<string>;
  /** Private subnets that the tasks run in. */
  subnets: pulumi.Input<pulumi.Input<string>[]>;
  /** ECS cluster, by name or ARN. Default: one of its own. */
  cluster?: pulumi.Input<string> | undefined;
  /** Capacity provider of instances. Default: Fargate. */
  capacityProvider?: pulumi.Input<string> | undefined;
  /** Name of the log group. Default: one of its own. */
  logGroup?: pulumi.Input<string> | undefined;
  /** Security group of the tasks, which must let the load balancer in. Default: one of its own. */
  taskSecurityGroup?: pulumi.Input<string> | undefined;
  /** The load balancer to be made; this or `listeners`. */
  loadBalancer?: AwsLoadBalancerArgs | undefined;
  /** The listeners of one that is there. */
  listeners?: Listeners | undefined;
}

/**
 * One stack's place on AWS: what all its services have in common, each part made or given. Throws an InputError when there is neither a
 * load balancer to be made nor one that is given.
 */
export class AwsEnvironment extends pulumi.ComponentResource implements Owner {
  readonly id: StackId;
  readonly tier: Tier;
  readonly environmentId: pulumi.Output<string>;
  readonly provider: Provider;
  /** What it was made from. */
  readonly args: AwsEnvironmentArgs;
  /** Name or ARN. */
  readonly cluster: pulumi.Input<string>;
  /** Name. */
  readonly logGroup: pulumi.Input<string>;
  readonly taskSecurityGroup: pulumi.Input<string>;
  readonly listeners: Listeners;

  constructor(name: string, args: AwsEnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    const { identity, observed, region, account, vpc } = args;
    const balancer = args.listeners ?? args.loadBalancer;
    if (balancer === undefined) {
      throw new InputError("loadBalancer: is missing, and `listeners` as well. Give one of them.");
    }
    super("tidegate:aws:Environment", name, {}, opts);
    this.args = args;
    this.id = { project: observed.project, stack: observed.stack };
    this.tier = tierOf(observed.stack, args.tier);
    this.environmentId = identity.environmentId;
    const accounts = account === undefined ? {} : { allowedAccountIds: [account] };
    this.provider = new Provider(name, { region, ...accounts }, { parent: this });

    this.cluster = args.cluster ?? createCluster(name, args.capacityProvider, this);
    this.logGroup = args.logGroup ?? createLogGroup(name, args.logRetentionDays, this);
    this.taskSecurityGroup = args.taskSecurityGroup ?? createTaskGroup(name, vpc, this);
    this.listeners =
      "listener" in balancer
        ? balancer
        : new AwsLoadBalancer(
            name,
            {
              ...{ ...balancer, owner: this, vpc, taskSecurityGroup: this.taskSecurityGroup },
              tasksAsk: args.smokeTask !== undefined,
            },
            { parent: this },
          );
    if (args.taskSecurityGroup === undefined) {
      admitLoadBalancer(name, this.taskSecurityGroup, this.listeners.securityGroup, this);
    }
    this.registerOutputs({ cluster: this.cluster, address: this.listeners.address });
  }
}
