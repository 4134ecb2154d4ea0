import { TAG } from "../../../model/aws/tags.ts";
import { objectPrefix } from "../store/object-prefix.ts";
import { arnsOf, taggedAs, type Condition, type PolicyStack, type StackArns } from "./arns.ts";

/** Where an action may be done, as a policy's statement says it. */
export interface Where {
  resources: readonly string[];
  condition?: Condition;
}

type Of = { stack: PolicyStack; arns: StackArns };

/** What everything of a stack that is made is to be tagged with, and what only what has these tags may be done with. */
const made = ({ stack }: Of) => ({ condition: taggedAs(stack.id, "aws:RequestTag") });
const ours = ({ stack }: Of) => ({ condition: taggedAs(stack.id, "aws:ResourceTag") });
const tagsWith = (key: string, actions: readonly string[]): Condition => ({ StringEquals: { [key]: actions } });

/** Calls by which the provider makes something of ELB and of EC2, and tags it in the same call. */
const MAKES_BALANCING = ["CreateLoadBalancer", "CreateListener", "CreateRule", "CreateTargetGroup"];
const MAKES_GROUPS = ["CreateSecurityGroup"];

/**
 * Everything that an action may be about, as narrow as AWS allows: by ARN where a name or a path tells what is a stack's, by tags where none does.
 * Source: "Service Authorization Reference", whose data a test holds this against.
 */
const SCOPES = {
  /** AWS knows no narrower one. */
  everything: () => [{ resources: ["*"] }],
  ofCluster: ({ arns }) => [{ resources: ["*"], condition: { ArnEquals: { "ecs:cluster": arns.cluster } } }],
  /** All of it. Whether there is one is asked by a list that no prefix narrows. */
  bucket: ({ arns }) => [{ resources: [arns.bucket] }],
  namesOfObjects: ({ arns, stack: { id } }) => [
    {
      resources: [arns.bucket],
      condition: { StringLike: { "s3:prefix": `${objectPrefix(id)}*` } },
    },
  ],
  objects: ({ arns }) => [{ resources: [arns.objects] }],
  ledgersOfOthers: ({ arns }) => arns.ledgers.map(({ bucket, prefix }) => ({ resources: [`${bucket}/${prefix}*`] })),
  namesOfLedgers: ({ arns }) =>
    arns.ledgers.map(({ bucket, prefix }) => ({
      resources: [bucket],
      condition: { StringLike: { "s3:prefix": `${prefix}*` } },
    })),
  cluster: ({ arns }) => [{ resources: [arns.cluster] }],
  /** All of them are looked at, to find those of the stack by their tags. */
  servicesOfCluster: ({ arns }) => [{ resources: [arns.servicesOfCluster] }],
  ecsServices: ({ arns }) => [{ resources: [arns.ecsServices] }],
  deployments: ({ arns }) => [{ resources: [arns.ecsServices, arns.deployments] }],
  tasks: ({ arns }) => [{ resources: [arns.tasks] }],
  definitions: ({ arns }) => [{ resources: [arns.definitions] }],
  definitionsInCluster: ({ arns }) => [
    { resources: [arns.definitions], condition: { ArnEquals: { "ecs:cluster": arns.cluster } } },
  ],
  ecsTags: ({ arns }) => [{ resources: [arns.cluster, arns.ecsServices, arns.definitions] }],
  loadBalancer: ({ arns }) => [{ resources: [arns.loadBalancer] }],
  listeners: ({ arns }) => [{ resources: arns.listeners }],
  newRules: (of) => [{ resources: of.arns.listeners, ...made(of) }],
  /** Knows no condition. */
  placesOfRules: ({ arns }) => [{ resources: arns.rules }],
  rules: (of) => [{ resources: of.arns.rules, ...ours(of) }],
  newTargetGroups: (of) => [{ resources: [of.arns.targetGroups], ...made(of) }],
  targetGroups: (of) => [{ resources: [of.arns.targetGroups], ...ours(of) }],
  balancingTags: (of) => [
    { resources: balancing(of.arns), ...ours(of) },
    {
      resources: balancing(of.arns),
      condition: tagsWith("elasticloadbalancing:CreateAction", MAKES_BALANCING),
    },
  ],
  balancingTagsOff: (of) => [{ resources: balancing(of.arns), ...ours(of) }],
  newSecurityGroups: (of) => [{ resources: [of.arns.securityGroups], ...made(of) }, { resources: [of.arns.vpc] }],
  securityGroups: (of) => [{ resources: [of.arns.securityGroups], ...ours(of) }],
  securityGroupTags: (of) => [
    { resources: [of.arns.securityGroups], ...ours(of) },
    { resources: [of.arns.securityGroups], condition: tagsWith("ec2:CreateAction", MAKES_GROUPS) },
  ],
  /** Of a group of ours, which alone has to be tagged: rules of its have no tags. */
  securityGroupRules: (of) => [
    { resources: [of.arns.securityGroups], ...ours(of) },
    { resources: [of.arns.securityGroupRules] },
  ],
  logGroup: ({ arns }) => [{ resources: [arns.logGroup, arns.logStreams] }],
  logStreams: ({ arns }) => [{ resources: [arns.logStreams] }],
  scalableTargets: ({ arns }) => [
    {
      resources: [arns.scalableTargets],
      condition: { StringEquals: { "application-autoscaling:service-namespace": "ecs" } },
    },
  ],
  /** AWS names them by numbers, and knows no service of them where their tags are set. */
  scalableTargetTags: ({ arns }) => [{ resources: [arns.scalableTargets] }],
  secrets: ({ arns }) => [{ resources: [arns.secrets] }],
  newRoles: (of) => [{ resources: of.arns.roles, ...made(of) }],
  roles: (of) => [{ resources: of.arns.roles, ...ours(of) }],
  /** Of a role that has none yet, too: it is in the making. One of another stack cannot be made ours. */
  roleTags: (of) => [
    { resources: of.arns.roles, ...ours(of) },
    {
      resources: of.arns.roles,
      condition: { ...made(of).condition, Null: { [`aws:ResourceTag/${TAG.project}`]: "true" } },
    },
  ],
  /** To tasks, and to nothing else. By name alone: IAM's guide says that tags do not tell reliably what may be passed. */
  rolesOfTasks: ({ arns }) => [
    {
      resources: arns.rolesOfServices,
      condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ],
  /** What ECS, ELB and auto scaling make for themselves when an account uses them for the first time. */
  serviceLinkedRoles: ({ arns }) => [
    {
      resources: [arns.serviceLinkedRoles],
      condition: tagsWith("iam:AWSServiceName", [
        "ecs.amazonaws.com",
        "ecs.application-autoscaling.amazonaws.com",
        "elasticloadbalancing.amazonaws.com",
      ]),
    },
  ],
} as const satisfies Record<string, (of: Of) => readonly Where[]>;

export type Scope = keyof typeof SCOPES;

export function whereOf(scope: Scope, stack: PolicyStack): readonly Where[] {
  return SCOPES[scope]({ stack, arns: arnsOf(stack) });
}

function balancing({ loadBalancer, listeners, rules, targetGroups }: StackArns): string[] {
  return [loadBalancer, ...listeners, ...rules, targetGroups];
}
