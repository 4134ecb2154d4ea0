import type { ApplicationAutoScaling } from "@aws-sdk/client-application-auto-scaling";
import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { ECS } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { S3 } from "@aws-sdk/client-s3";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { STS } from "@aws-sdk/client-sts";
import type { Pluggable } from "@smithy/types";
import { awsError } from "./aws-error.ts";
import { callOf, type ActionPrefix } from "./call-of.ts";
import { unlessAbsent } from "./unless-absent.ts";

/** What answers for AWS: one client for each service. Whatever they throw is an AwsError. */
export interface AwsClients {
  ecs: ECS;
  elb: ElasticLoadBalancingV2;
  s3: S3;
  cloudwatch: CloudWatch;
  logs: CloudWatchLogs;
  secrets: SecretsManager;
  /** Loaded when it is first asked for: only those whose services scale by themselves need its package. */
  scaling: () => Promise<ApplicationAutoScaling>;
}

export interface AccountClients {
  sts: STS;
  ec2: EC2;
}

export interface ConnectOptions {
  region: string;
  /** Longest time for a connection to come about. */
  connectWithinMs?: number;
  /** Longest time for one answer. */
  answerWithinMs?: number;
  /** How often a call is made at most: again where it was throttled, not answered, or AWS had a fault. */
  attempts?: number;
}

/**
 * Connects to a region, with the credentials of the usual chain: variables, profiles, single sign-on, a role. `AWS_ENDPOINT_URL` leads
 * elsewhere. Nothing is asked yet. Throws an InputError where the SDK is not installed: those who use no AWS need none of it.
 */
export async function connectAws(connect: ConnectOptions): Promise<AwsClients> {
  const { ECS, ElasticLoadBalancingV2, S3, CloudWatch, CloudWatchLogs, SecretsManager } = await loadSdk();
  const options = optionsOf(connect);
  const clients = {
    ecs: new ECS(options),
    elb: new ElasticLoadBalancingV2(options),
    // The name of a bucket is no part of the name of a host that somebody else runs.
    s3: new S3({ ...options, forcePathStyle: process.env["AWS_ENDPOINT_URL"] !== undefined }),
    cloudwatch: new CloudWatch(options),
    logs: new CloudWatchLogs(options),
    secrets: new SecretsManager(options),
    scaling: once(async () => {
      const client = new (await loadScaling())(options);
      client.middlewareStack.use(inWords("application-autoscaling"));
      return client;
    }),
  };
  clients.ecs.middlewareStack.use(inWords("ecs"));
  clients.elb.middlewareStack.use(inWords("elasticloadbalancing"));
  clients.s3.middlewareStack.use(inWords("s3"));
  clients.cloudwatch.middlewareStack.use(inWords("cloudwatch"));
  clients.logs.middlewareStack.use(inWords("logs"));
  clients.secrets.middlewareStack.use(inWords("secretsmanager"));
  return clients;
}

/** The same for what only `doctor` asks: who we are, and what there is of the network. */
export async function connectAccount(connect: ConnectOptions): Promise<AccountClients> {
  const { STS, EC2 } = await unlessAbsent(["@aws-sdk/client-sts", "@aws-sdk/client-ec2"], async () => {
    const [{ STS }, { EC2 }] = await Promise.all([import("@aws-sdk/client-sts"), import("@aws-sdk/client-ec2")]);
    return { STS, EC2 };
  });
  const clients = { sts: new STS(optionsOf(connect)), ec2: new EC2(optionsOf(connect)) };
  clients.sts.middlewareStack.use(inWords("sts"));
  clients.ec2.middlewareStack.use(inWords("ec2"));
  return clients;
}

function optionsOf({ region, connectWithinMs = 3_000, answerWithinMs = 10_000, attempts = 4 }: ConnectOptions) {
  return {
    region,
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: connectWithinMs,
      requestTimeout: answerWithinMs,
      throwOnRequestTimeout: true, // it only warns by default
    },
  };
}

async function loadSdk() {
  const packages = ["ecs", "elastic-load-balancing-v2", "s3", "cloudwatch", "cloudwatch-logs", "secrets-manager"];
  return await unlessAbsent(
    packages.map((name) => `@aws-sdk/client-${name}`),
    async () => {
      const [{ ECS }, { ElasticLoadBalancingV2 }, { S3 }, { CloudWatch }, { CloudWatchLogs }, { SecretsManager }] =
        await Promise.all([
          import("@aws-sdk/client-ecs"),
          import("@aws-sdk/client-elastic-load-balancing-v2"),
          import("@aws-sdk/client-s3"),
          import("@aws-sdk/client-cloudwatch"),
          import("@aws-sdk/client-cloudwatch-logs"),
          import("@aws-sdk/client-secrets-manager"),
        ]);
      return { ECS, ElasticLoadBalancingV2, S3, CloudWatch, CloudWatchLogs, SecretsManager };
    },
  );
}

async function loadScaling() {
  const load = () => import("@aws-sdk/client-application-auto-scaling");
  return (await unlessAbsent(["@aws-sdk/client-application-auto-scaling"], load)).ApplicationAutoScaling;
}

/** Makes a thing when it is first asked for. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Around all attempts of a call: what is thrown says which action, on what, and why not. */
function inWords<Input extends object, Output extends object>(prefix: ActionPrefix): Pluggable<Input, Output> {
  return {
    applyToStack: (stack) =>
      stack.add(
        (next, { commandName }) =>
          async (args) => {
            try {
              return await next(args);
            } catch (error) {
              throw awsError(callOf(prefix, String(commandName), args.input), error);
            }
          },
        { step: "initialize", priority: "high", name: "inWords" },
      ),
  };
}
