import { describe, expect, it } from "vitest";
import { requestsLabel, scalableId, scalingProblems, scalingSchema } from "../../../../model/aws/scaling.ts";
import { ProblemsError } from "../../../../model/errors.ts";
import { parseAll } from "../../../../model/problems.ts";

function parse(scaling: object): unknown {
  try {
    return parseAll(scalingSchema, scaling, { path: "aws.scaling.shop" });
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
}

describe("auto scaling of a service", () => {
  it.each([
    { max: 10, cpu: 60 },
    { max: 10, memory: 100 },
    { max: 10, requests: 600, cpu: 1 },
  ])("may be %j", (scaling) => {
    expect(parse(scaling)).toEqual(scaling);
  });

  it.each([
    [
      { max: 10 },
      "aws.scaling.shop.cpu: must be said, or `memory`, or `requests`, got nothing. Say what the number of tasks is to follow.",
    ],
    [{ max: 1, cpu: 60 }, "aws.scaling.shop.max: must be at least 2, got 1. Raise it or remove the key."],
    [{ max: 10, cpu: 101 }, "aws.scaling.shop.cpu: must be at most 100, got 101. Lower it or remove the key."],
    [{ max: 10, cpu: 60, min: 2 }, "aws.scaling.shop.min: is not a known key. Remove it or correct its spelling."],
  ])("is refused as %j", (scaling, problem) => {
    expect(parse(scaling)).toEqual([problem]);
  });

  it("has room above what is declared", () => {
    expect(scalingProblems({ max: 3, cpu: 60 }, 2, "aws.scaling.shop")).toEqual([]);
    expect(scalingProblems(undefined, 2, "aws.scaling.shop")).toEqual([]);
    expect(scalingProblems({ max: 2, cpu: 60 }, 2, "aws.scaling.shop")).toEqual([
      "aws.scaling.shop.max: must be more than the service's `replicas`, which are 2, got 2. Raise it.",
    ]);
  });
});

const REGION = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";

it.each(["prod", "arn:aws:ecs:eu-central-1:123456789012:cluster/prod"])(
  "is of an ECS service in the cluster %s",
  (cluster) => {
    expect(scalableId(cluster, "shop-prod-shop-blue")).toBe("service/prod/shop-prod-shop-blue");
  },
);

it("counts the requests of one target group behind one load balancer", () => {
  const label = requestsLabel(`${REGION}:listener/app/shop/50dc6c49/f2f7dc8e`, `${REGION}:targetgroup/blue/943f017f`);
  expect(label).toBe("app/shop/50dc6c49/targetgroup/blue/943f017f");
});
