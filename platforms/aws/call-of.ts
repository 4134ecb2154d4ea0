import type { AwsCall } from "./aws-error.ts";

/** Prefix of a service's actions in a policy. */
export type ActionPrefix =
  | "application-autoscaling"
  | "cloudwatch"
  | "ec2"
  | "ecs"
  | "elasticloadbalancing"
  | "logs"
  | "s3"
  | "secretsmanager"
  | "sts";

/** Calls of S3 whose action has another name than they. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: "GetObject",
  HeadBucket: "ListBucket",
  ListObjectsV2: "ListBucket",
  GetBucketEncryption: "GetEncryptionConfiguration",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
};

/** What a call is about, by the inputs that name it; the first that there is. */
const NAMING = [
  ...["RuleArn", "RuleArns", "TargetGroupArn", "TargetGroupArns", "ListenerArn", "ListenerArns", "ResourceArns"],
  ...["LoadBalancerArn", "Names", "tasks", "serviceName", "service", "services", "taskDefinition", "cluster"],
  ...["ResourceId", "ResourceIds", "VpcIds", "SubnetIds", "RegionNames", "logGroupName", "SecretId"],
];
const SHOWN = 3;

/** A call in the words of a policy, from the name of the SDK's command (`DescribeRulesCommand`) and its input. */
export function callOf(prefix: ActionPrefix, command: string, input: object): AwsCall {
  const name = command.replace(/Command$/, "");
  return { action: `${prefix}:${prefix === "s3" ? (S3_ACTIONS[name] ?? name) : name}`, resource: resourceOf(input) };
}

function resourceOf(input: object): string {
  const values = new Map<string, unknown>(Object.entries(input));
  const bucket = values.get("Bucket");
  if (typeof bucket === "string") {
    const key = values.get("Key");
    return `arn:aws:s3:::${bucket}${typeof key === "string" ? `/${key}` : ""}`;
  }
  const named = NAMING.map((key) => values.get(key)).find((value) => value !== undefined);
  return [named]
    .flat()
    .filter((name) => typeof name === "string")
    .slice(0, SHOWN)
    .join(", ");
}
