import { expect, it } from "vitest";
import { partitionOf } from "../../../../model/aws/partition.ts";

it.each([
  ["eu-central-1", "aws"],
  ["us-east-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
])("ARNs in %s begin with %s", (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});
