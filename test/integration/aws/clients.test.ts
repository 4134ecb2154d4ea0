import { beforeAll, describe, expect, it, vi } from "vitest";
import { AwsError, type AwsFault } from "../../../platforms/aws/aws-error.ts";
import { connectAws, type AwsClients } from "../../../platforms/aws/clients.ts";
import type { Trouble } from "../../support/aws/proxy.ts";
import { REGION } from "../../support/aws/region.ts";
import { useAws } from "../../support/aws/use-aws.ts";

const aws = useAws();

const RULE = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop/1/2/3";

/** One call of each service, what it is in words, and what the server says of something that is not there. */
const CALLS = [
  {
    action: "ecs:DescribeServices",
    resource: "shop-blue",
    ask: ({ ecs }: AwsClients) => ecs.describeServices({ cluster: "none", services: ["shop-blue"] }),
    absent: "ClusterNotFoundException",
  },
  {
    action: "elasticloadbalancing:DescribeRules",
    resource: RULE,
    ask: ({ elb }: AwsClients) => elb.describeRules({ RuleArns: [RULE] }),
    absent: "RuleNotFoundException",
  },
  {
    action: "s3:GetObject",
    resource: "arn:aws:s3:::nobodys-bucket/records/shop.json",
    ask: ({ s3 }: AwsClients) => s3.getObject({ Bucket: "nobodys-bucket", Key: "records/shop.json" }),
    absent: "NoSuchBucket",
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

let impatient: AwsClients;
beforeAll(async () => {
  impatient = await connectAws({ region: REGION, answerWithinMs: 300, attempts: 2 });
});

describe.each(CALLS)("a call of $action", ({ action, resource, ask, absent }) => {
  it.each(TROUBLES)("says what %s was in the way of", async (_, trouble, fault, attempts, says) => {
    const { proxy, clients } = aws();
    proxy.trouble(action, trouble);
    const error = await errorOf(ask(trouble === "silence" ? impatient : clients));
    expect(error).toMatchObject({ fault, mayBeDone: ["network", "fault"].includes(fault) });
    expect(error.message).toContain(says);
    expect(error.message).toContain(`\`${action}\` on \`${resource}\``);
    expect(proxy.asked).toEqual(Array.from({ length: attempts }, () => action));
  });

  it("goes on by itself after trouble that passes", async () => {
    const { proxy, clients } = aws();
    proxy.trouble(action, { status: 503, code: "SlowDown" }, 1);
    expect(await errorOf(ask(clients))).toMatchObject({ code: absent, fault: "refused", mayBeDone: false });
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
