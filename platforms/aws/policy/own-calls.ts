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
  "s3:ListBucket": "namesOfObjects",
};

/** What it calls to see what tasks have logged: for reports and checks of a cutover, and for `tidegate logs`. */
export const LOGS: Calls = {
  "logs:DescribeLogStreams": "logGroup",
  "logs:FilterLogEvents": "logGroup",
  "logs:GetLogEvents": "logGroup",
};

/** What `tidegate watch` calls to judge a release. */
export const WATCHING: Calls = {
  "cloudwatch:GetMetricData": "everything",
};

/** What a gate `provenIn` calls. */
export const PROVING: Calls = {
  "s3:GetObject": "ledgersOfOthers",
  "s3:ListBucket": "namesOfLedgers",
};

/** What a cutover calls where smoke requests name secrets. */
export const SMOKE_SECRETS: Calls = {
  "secretsmanager:GetSecretValue": "secrets",
};

/** What it calls where a task in the VPC may send them. That has the role of the release's tasks, which whoever registers these may pass. */
export const SMOKE_TASK: Calls = {
  "ecs:RunTask": "definitionsInCluster",
  "ecs:StopTask": "tasks",
};

/** What a preview and `tidegate doctor` call to see how the bucket is kept. */
export const KEEPING: Calls = {
  "s3:GetBucketPublicAccessBlock": "bucket",
  "s3:GetBucketVersioning": "bucket",
  "s3:GetEncryptionConfiguration": "bucket",
};

/** What `tidegate doctor` calls. */
export const DOCTOR: Calls = {
  ...KEEPING,
  "ec2:DescribeRegions": "everything",
  "ec2:DescribeSubnets": "everything",
  "ec2:DescribeVpcs": "everything",
  "s3:ListBucket": "bucket",
  "sts:GetCallerIdentity": "everything",
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
