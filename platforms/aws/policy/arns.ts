import type { AwsConfig } from "../../../model/aws/config.ts";
import { clusterName, ecsPrefix, loadBalancerName, logGroupName, targetGroupPrefix } from "../../../model/aws/names.ts";
import { partitionOf } from "../../../model/aws/partition.ts";
import { TAG } from "../../../model/aws/tags.ts";
import { COLORS } from "../../../model/color.ts";
import { stackPrefix, type StackId } from "../../../model/names.ts";
import { LEDGER_FOLDER } from "../store/ledger.ts";
import { objectPrefix } from "../store/object-prefix.ts";

/** A stack that a policy is for. */
export interface PolicyStack {
  id: StackId;
  aws: AwsConfig;
  /** Names of its services, as far as its file says them. Without any it passes the roles of every service. */
  services: readonly string[];
  /** Stacks whose ledgers its gates read. */
  provenIn: readonly KeptStack[];
}

/** A stack, and the bucket that has its ledger. */
export interface KeptStack {
  id: StackId;
  bucket: string;
}

/** Things of a stack in an account, as ARNs with `*` for what is known only once they are there. */
export type StackArns = ReturnType<typeof arnsOf>;

export function arnsOf({ id, aws, services, provenIn }: PolicyStack) {
  const partition = partitionOf(aws.region);
  const account = aws.account ?? "*";
  const inRegion = (service: string, rest: string) => `arn:${partition}:${service}:${aws.region}:${account}:${rest}`;
  const anywhere = (service: string, rest: string) => `arn:${partition}:${service}::${account}:${rest}`;
  const { cluster = clusterName(id), logGroup = logGroupName(id), listeners } = aws;
  const clusterNamed = cluster.split("/").at(-1) ?? cluster;
  const balancer = `app/${loadBalancerName(id)}/*`;
  const listenerArns =
    listeners === undefined
      ? [inRegion("elasticloadbalancing", `listener/${balancer}`)]
      : [listeners.listener, listeners.previewListener];
  const rolesOf = (service: string) => COLORS.map((color) => anywhere("iam", `role/${service}-${color}-*`));
  return {
    bucket: `arn:${partition}:s3:::${aws.bucket}`,
    objects: `arn:${partition}:s3:::${aws.bucket}/${objectPrefix(id)}*`,
    /** Of other stacks. */
    ledgers: provenIn.map(({ id, bucket }) => ({
      bucket: `arn:${partition}:s3:::${bucket}`,
      prefix: `${objectPrefix(id)}${LEDGER_FOLDER}`,
    })),
    cluster: inRegion("ecs", `cluster/${clusterNamed}`),
    /** Of others as well, where the cluster is given. */
    servicesOfCluster: inRegion("ecs", `service/${clusterNamed}/*`),
    ecsServices: inRegion("ecs", `service/${clusterNamed}/${ecsPrefix(id)}*`),
    deployments: inRegion("ecs", `service-deployment/${clusterNamed}/${ecsPrefix(id)}*/*`),
    tasks: inRegion("ecs", `task/${clusterNamed}/*`),
    definitions: inRegion("ecs", `task-definition/${ecsPrefix(id)}*:*`),
    loadBalancer: inRegion("elasticloadbalancing", `loadbalancer/${balancer}`),
    listeners: listenerArns,
    rules: listenerArns.map((arn) => `${arn.replace(":listener/", ":listener-rule/")}${arn.endsWith("*") ? "" : "/*"}`),
    targetGroups: inRegion("elasticloadbalancing", `targetgroup/${targetGroupPrefix(id)}*/*`),
    securityGroups: inRegion("ec2", "security-group/*"),
    securityGroupRules: inRegion("ec2", "security-group-rule/*"),
    vpc: inRegion("ec2", `vpc/${aws.vpc}`),
    logGroup: inRegion("logs", `log-group:${logGroup}`),
    logStreams: inRegion("logs", `log-group:${logGroup}:*`),
    scalableTargets: inRegion("application-autoscaling", "scalable-target/*"),
    secrets: inRegion("secretsmanager", `secret:${stackPrefix(id)}-*`),
    /** Of services of every stack: tags tell whose they are. Pulumi adds a part of its own to their names. */
    roles: rolesOf("*"),
    rolesOfServices: services.length === 0 ? rolesOf("*") : services.toSorted().flatMap(rolesOf),
    serviceLinkedRoles: anywhere("iam", "role/aws-service-role/*"),
  };
}

/** What everything of a stack is tagged with, as a condition on tags of what is there, or of what is to be made. */
export function taggedAs(id: StackId, which: "aws:ResourceTag" | "aws:RequestTag"): Condition {
  return { StringEquals: { [`${which}/${TAG.project}`]: id.project, [`${which}/${TAG.stack}`]: id.stack } };
}

/** Of a policy's statement: operator, key, values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
