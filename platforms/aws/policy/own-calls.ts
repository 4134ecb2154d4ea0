import type { Scope } from "./scopes.ts";

/** Actions, and where each may be done. */
export type Calls = Readonly<Record<string, Scope>>;

/** What Tidegate calls to see what is there. Code that looks at something else of AWS names its action here: a test holds them together. */
export const LOOKING: Calls = {
  "ecs:DescribeServices": "servicesOfCluster",
  "ecs:DescribeTaskDefinition": "everything",
  "ecs:DescribeTasks": "tasks",
  "ecs:ListServices": "ofCluster",
  "ecs:ListTasks": "ofCluster",
  "elasticloadbalancing:DescribeListeners": "everything",
  "elasticloadbalancing:DescribeLoadBalancers": "everything",
  "elasticloadbalancing:DescribeRules": "everything",
  "elasticloadbalancing:DescribeTags": "everything",
  "elasticloadbalancing:DescribeTargetHealth": "everything",
  "s3:GetObject": "objects",
  "s3:ListBucket": "bucket",
};

/** What it calls besides to move traffic, and to write down that it did. */
export const MOVING: Calls = {
  "ecs:UpdateService": "ecsServices",
  "elasticloadbalancing:AddTags": "rules",
  "elasticloadbalancing:ModifyRule": "rules",
  "s3:PutObject": "objects",
};

/** What it calls as well where auto scaling goes with the traffic. */
export const SCALING: Calls = {
  "application-autoscaling:DescribeScalableTargets": "everything",
  "application-autoscaling:RegisterScalableTarget": "scalableTargets",
};
