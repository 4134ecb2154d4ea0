import { describe, expect, it } from "vitest";
import { POLICY_USERS } from "../../../../../model/aws/policy-users.ts";
import { madeTypes } from "../../../../../platforms/aws/policy/made-types.ts";
import { policyFor } from "../../../../../platforms/aws/policy/policies.ts";
import { PROVIDER_CALLS } from "../../../../../platforms/aws/policy/provider-calls.ts";
import { PROVIDER_SCOPES } from "../../../../../platforms/aws/policy/provider-scopes.ts";
import { GIVEN, MADE } from "./policy-stack.ts";

const actionsOf = (who: (typeof POLICY_USERS)[number], stack = MADE) =>
  new Set(policyFor(who, stack).Statement.flatMap(({ Action }) => Action));
const statementOf = (who: (typeof POLICY_USERS)[number], action: string, stack = MADE) =>
  policyFor(who, stack).Statement.filter(({ Action }) => Action.includes(action));

describe("a policy", () => {
  it.each(["preview", "doctor"] as const)("lets %s change nothing, and read no secret and no log", (who) => {
    const may = [...actionsOf(who)];
    expect(may.filter((action) => !/:(?:Describe|List|Get)/.test(action))).toEqual([]);
    expect(may.filter((action) => /^(?:secretsmanager|logs):/.test(action))).toEqual([]);
  });

  it("lets a doctor read nothing that lies in the bucket", () => {
    expect(actionsOf("doctor")).not.toContain("s3:GetObject");
  });

  it.each(["ci", "preview"] as const)(
    "lets %s read ledgers of other stacks that gates ask, and nothing else of theirs",
    (who) => {
      const theirs = (action: string) =>
        statementOf(who, action).filter(({ Resource }) => Resource.some((arn) => arn.includes("rehearsals")));
      expect(theirs("s3:GetObject").map(({ Resource }) => Resource)).toEqual([
        ["arn:aws:s3:::rehearsals/shop/stg/ledger/*"],
      ]);
      expect(theirs("s3:ListBucket").map(({ Condition }) => Condition)).toEqual([
        { StringLike: { "s3:prefix": "shop/stg/ledger/*" } },
      ]);
      expect(theirs("s3:PutObject")).toEqual([]);
    },
  );

  it("lets CI and tasks alone read secrets, those of the stack", () => {
    for (const who of POLICY_USERS) {
      const resources = statementOf(who, "secretsmanager:GetSecretValue").flatMap(({ Resource }) => Resource);
      const secrets = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-prod-*";
      expect(resources).toEqual(["ci", "tasks"].includes(who) ? [secrets] : []);
    }
  });

  it("lets who operates do all of a preview but look how the bucket is kept, read logs and figures, and move traffic", () => {
    expect([...actionsOf("operate")].filter((action) => !actionsOf("preview").has(action)).toSorted()).toEqual([
      "application-autoscaling:DescribeScalableTargets",
      "application-autoscaling:RegisterScalableTarget",
      "cloudwatch:GetMetricData",
      "ecs:UpdateService",
      "elasticloadbalancing:AddTags",
      "elasticloadbalancing:ModifyRule",
      "logs:DescribeLogStreams",
      "logs:FilterLogEvents",
      "logs:GetLogEvents",
      "s3:PutObject",
    ]);
    expect([...actionsOf("preview")].filter((action) => !actionsOf("operate").has(action)).toSorted()).toEqual([
      ...["s3:GetBucketPublicAccessBlock", "s3:GetBucketVersioning", "s3:GetEncryptionConfiguration"],
    ]);
  });

  it("lets nobody touch auto scaling where there is none", () => {
    for (const who of ["operate", "ci"] as const) {
      expect([...actionsOf(who, GIVEN)].filter((action) => action.startsWith("application-autoscaling:"))).toEqual([]);
    }
  });

  it("lets CI do all that somebody who operates may", () => {
    expect([...actionsOf("operate")].filter((action) => !actionsOf("ci").has(action))).toEqual([]);
  });

  it("touches no rule but those of the stack, by their listener and their tags", () => {
    expect(statementOf("operate", "elasticloadbalancing:ModifyRule", GIVEN)).toEqual([
      {
        Effect: "Allow",
        Action: ["elasticloadbalancing:AddTags", "elasticloadbalancing:ModifyRule"],
        Resource: [
          "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shared/50dc6c495c0c9188/0000000000000443/*",
          "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shared/50dc6c495c0c9188/0000000000008443/*",
        ],
        Condition: {
          StringEquals: { "aws:ResourceTag/tidegate:project": "shop", "aws:ResourceTag/tidegate:stack": "prod" },
        },
      },
    ]);
  });

  it("passes roles to tasks of the stack's services alone", () => {
    const [statement] = statementOf("ci", "iam:PassRole");
    expect(statement?.Resource).toEqual([
      "arn:aws:iam::123456789012:role/api-blue-*",
      "arn:aws:iam::123456789012:role/api-green-*",
      "arn:aws:iam::123456789012:role/shop-blue-*",
      "arn:aws:iam::123456789012:role/shop-green-*",
    ]);
    expect(statement?.Condition).toEqual({ StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } });
  });

  it("makes no role of another stack its own by tagging it", () => {
    const tagging = statementOf("ci", "iam:TagRole").map(({ Condition }) => Condition);
    const ours = { "aws:ResourceTag/tidegate:project": "shop", "aws:ResourceTag/tidegate:stack": "prod" };
    const made = { "aws:RequestTag/tidegate:project": "shop", "aws:RequestTag/tidegate:stack": "prod" };
    expect(tagging).toEqual(
      expect.arrayContaining([
        { StringEquals: ours },
        { StringEquals: made, Null: { "aws:ResourceTag/tidegate:project": "true" } },
      ]),
    );
    expect(tagging).toHaveLength(2);
  });

  it("has no right to make what is given", () => {
    const may = [...actionsOf("ci", GIVEN)];
    const makes = /^(?:ec2|logs):(?:Create|Put|Delete|Tag|Untag)|Cluster|LoadBalancer$|CreateListener/;
    expect(may.filter((action) => makes.test(action))).toEqual([]);
  });

  it("takes any account where the stack's file names none", () => {
    const { account: _, ...aws } = MADE.aws;
    expect(statementOf("ci", "ecs:CreateCluster", { ...MADE, aws })[0]?.Resource).toEqual([
      "arn:aws:ecs:eu-central-1:*:cluster/shop-prod",
    ]);
  });
});

describe("what the provider calls", () => {
  it("says of each action where it may be done, and of no other", () => {
    const called = Object.values(PROVIDER_CALLS).flatMap(({ create, read, update, delete: removed }) => [
      ...[...create, ...read, ...update, ...removed],
    ]);
    expect(Object.keys(PROVIDER_SCOPES).toSorted()).toEqual([...new Set(called)].toSorted());
  });

  it("has every type in some stack", () => {
    expect(madeTypes(MADE.aws).toSorted()).toEqual(Object.keys(PROVIDER_CALLS).toSorted());
  });
});
