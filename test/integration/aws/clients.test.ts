import { beforeAll, describe, expect, it, vi } from "vitest";
import { AwsError, type AwsFault } from "../../../platforms/aws/aws-error.ts";
import {
  connectAccount,
  connectAws,
  type AccountClients,
  type AwsClients,
  type ConnectOptions,
} from "../../../platforms/aws/clients.ts";
import { defaultNetwork } from "../../support/aws/default-network.ts";
import type { Trouble } from "../../support/aws/proxy.ts";
import { REGION } from "../../support/aws/region.ts";
import { useAws } from "../../support/aws/use-aws.ts";

const aws = useAws();

const RULE = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop/1/2/3";

type Clients = AwsClients & AccountClients;

interface Call {
  action: string;
  /** What it is about, in words; null where AWS knows of no thing. */
  resource: string | null;
  ask: (clients: Clients) => Promise<unknown>;
  /** What the server says of something that is not there; null where it has nothing to say. */
  absent: string | null;
}

/** One call of each service. */
const CALLS: readonly Call[] = [
  {
    action: "ecs:DescribeServices",
    resource: "shop-blue",
    ask: ({ ecs }) => ecs.describeServices({ cluster: "none", services: ["shop-blue"] }),
    absent: "ClusterNotFoundException",
  },
  {
    action: "elasticloadbalancing:DescribeRules",
    resource: RULE,
    ask: ({ elb }) => elb.describeRules({ RuleArns: [RULE] }),
    absent: "RuleNotFoundException",
  },
  {
    action: "s3:GetObject",
    resource: "arn:aws:s3:::nobodys-bucket/records/shop.json",
    ask: ({ s3 }) => s3.getObject({ Bucket: "nobodys-bucket", Key: "records/shop.json" }),
    absent: "NoSuchBucket",
  },
  {
    action: "logs:FilterLogEvents",
    resource: "/nobodys/group",
    ask: ({ logs }) => logs.filterLogEvents({ logGroupName: "/nobodys/group" }),
    absent: "ResourceNotFoundException",
  },
  {
    action: "secretsmanager:GetSecretValue",
    resource: "nobodys-secret",
    ask: ({ secrets }) => secrets.getSecretValue({ SecretId: "nobodys-secret" }),
    absent: "ResourceNotFoundException",
  },
  {
    action: "cloudwatch:GetMetricData",
    resource: null,
    ask: ({ cloudwatch }) =>
      cloudwatch.getMetricData({ MetricDataQueries: [], StartTime: new Date(0), EndTime: new Date(60_000) }),
    absent: null,
  },
  {
    action: "application-autoscaling:DescribeScalableTargets",
    resource: "service/none/shop-blue",
    ask: async ({ scaling }) =>
      (await scaling()).describeScalableTargets({ ServiceNamespace: "ecs", ResourceIds: ["service/none/shop-blue"] }),
    absent: null,
  },
  {
    action: "ec2:DescribeVpcs",
    resource: "vpc-00000000000000000",
    ask: ({ ec2 }) => ec2.describeVpcs({ VpcIds: ["vpc-00000000000000000"] }),
    absent: "InvalidVpcID.NotFound",
  },
  {
    action: "sts:GetCallerIdentity",
    resource: null,
    ask: ({ sts }) => sts.getCallerIdentity({}),
    absent: null,
  },
];

const TROUBLES: readonly [what: string, trouble: Trouble, fault: AwsFault, attempts: number, says: string][] = [
  ["too many calls", { status: 400, code: "ThrottlingException" }, "throttled", 2, "Wait a minute"],
  ["a fault of AWS", { status: 503, code: "InternalFailure" }, "fault", 2, "a fault of AWS's own"],
  ["no answer", "silence", "network", 2, "was not answered"],
  ["a connection that ends", "cut", "network", 2, "was not answered"],
  ["credentials that have expired", { status: 400, code: "ExpiredTokenException" }, "expired", 1, "Get new ones"],
  ["credentials that AWS does not know", { status: 403, code: "InvalidClientTokenId" }, "credentials", 1, "signed in"],
  ["a missing permission", { status: 403, code: "AccessDenied" }, "permission", 1, "may not call"],
];

async function errorOf(asked: Promise<unknown>): Promise<AwsError> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AwsError) return error;
  throw new Error("no AwsError", { cause: error });
}

let patient: Clients;
let impatient: Clients;
beforeAll(async () => {
  await defaultNetwork(); // the server takes its time for the first call of EC2
  patient = await connect({ region: REGION, answerWithinMs: 60_000, attempts: 2 });
  impatient = await connect({ region: REGION, answerWithinMs: 300, attempts: 2 });
});

const connect = async (options: ConnectOptions): Promise<Clients> => ({
  ...(await connectAws(options)),
  ...(await connectAccount(options)),
});

describe.each(CALLS)("a call of $action", ({ action, resource, ask, absent }) => {
  it.each(TROUBLES)("says what %s was in the way of", async (_, trouble, fault, attempts, says) => {
    const { proxy } = aws();
    proxy.trouble(action, trouble);
    const error = await errorOf(ask(trouble === "silence" ? impatient : patient));
    expect(error).toMatchObject({ fault, mayBeDone: ["network", "fault"].includes(fault) });
    expect(error.message).toContain(says);
    expect(error.message).toContain(resource === null ? `\`${action}\`` : `\`${action}\` on \`${resource}\``);
    expect(proxy.asked).toEqual(Array.from({ length: attempts }, () => action));
  });

  it("goes on by itself after trouble that passes", async () => {
    const { proxy } = aws();
    proxy.trouble(action, { status: 503, code: "SlowDown" }, 1);
    if (absent === null) await ask(patient);
    else expect(await errorOf(ask(patient))).toMatchObject({ code: absent, fault: "refused", mayBeDone: false });
    expect(proxy.asked).toEqual([action, action]);
  });
});

describe("a client", () => {
  const change = (variables: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  };

  it("says that nobody answers at an address", async () => {
    change({ AWS_ENDPOINT_URL: "http://127.0.0.1:1" });
    const { elb } = await connectAws({ region: REGION, attempts: 1 });
    const error = await errorOf(elb.describeRules({ RuleArns: [RULE] }));
    change({ AWS_ENDPOINT_URL: aws().proxy.endpoint });
    expect(error).toMatchObject({ fault: "network", code: "ECONNREFUSED" });
    expect(error.message).toContain("AWS_ENDPOINT_URL");
  });

  it("makes a call four times at most where nobody says otherwise", async () => {
    const { proxy } = aws();
    proxy.trouble("ecs:ListClusters", { status: 503, code: "ServiceUnavailable" });
    const { ecs } = await connectAws({ region: REGION });
    expect(await errorOf(ecs.listClusters({}))).toMatchObject({ fault: "fault" });
    expect(proxy.asked).toHaveLength(4);
  });

  it("says that there are no credentials, before anything is asked", async () => {
    change({
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_EC2_METADATA_DISABLED: "true",
      HOME: "/nonexistent",
    });
    const { ecs } = await connectAws({ region: REGION });
    const error = await errorOf(ecs.listClusters({}));
    expect(error.message).toMatch(/^AWS: `ecs:ListClusters` could not be signed in .* Set credentials/);
    expect(aws().proxy.asked).toEqual([]);
  });
});
