import { LogGroup } from "@pulumi/aws/cloudwatch/index.js";
import { SecurityGroup } from "@pulumi/aws/ec2/index.js";
import { Cluster, ClusterCapacityProviders } from "@pulumi/aws/ecs/index.js";
import type * as pulumi from "@pulumi/pulumi";
import { clusterName, logGroupName } from "../../../model/aws/names.ts";
import { allowFrom, allowTo, EVERY_PORT, EVERYBODY } from "./firewall.ts";
import { tagsOf, type Owner } from "./owner.ts";

/** An environment in the making. */
type Maker = Owner & pulumi.Resource;

/** A cluster of the stack's own, with the capacity provider that its tasks run on. Gives its ARN. */
export function createCluster(
  name: string,
  capacityProvider: pulumi.Input<string> | undefined,
  maker: Maker,
): pulumi.Output<string> {
  const inAws = { parent: maker, provider: maker.provider };
  const cluster = new Cluster(name, { name: clusterName(maker.id), tags: tagsOf(maker) }, inAws);
  if (capacityProvider === undefined) return cluster.arn;
  const providers = { clusterName: cluster.name, capacityProviders: [capacityProvider] };
  const associated = new ClusterCapacityProviders(name, providers, inAws);
  return associated.id.apply(() => cluster.arn); // a service that names the provider finds it there
}

/** A log group of the stack's own. Gives its name. */
export function createLogGroup(name: string, retentionInDays: number, maker: Maker): pulumi.Output<string> {
  const inputs = { name: logGroupName(maker.id), retentionInDays, tags: tagsOf(maker) };
  return new LogGroup(name, inputs, { parent: maker, provider: maker.provider }).name;
}

/** A security group for the tasks of the stack. They may connect to everything; who may connect to them is said later. Gives its id. */
export function createTaskGroup(name: string, vpcId: pulumi.Input<string>, maker: Maker): pulumi.Output<string> {
  const inAws = { parent: maker, provider: maker.provider };
  const inputs = { vpcId, description: "Tasks of Tidegate", tags: tagsOf(maker) };
  const group = new SecurityGroup(`${name}-tasks`, inputs, inAws);
  allowTo(`${name}-tasks-everywhere`, group.id, { peer: { network: EVERYBODY } }, inAws);
  return group.id;
}

/** Lets the load balancer ask the tasks, on whatever port a release listens. */
export function admitLoadBalancer(
  name: string,
  taskGroup: pulumi.Input<string>,
  loadBalancer: pulumi.Input<string>,
  maker: Maker,
): void {
  const inAws = { parent: maker, provider: maker.provider };
  const rule = { peer: { group: loadBalancer }, ports: EVERY_PORT };
  allowFrom(`${name}-tasks-from-load-balancer`, taskGroup, rule, inAws);
}
