import { describe, expect, it } from "vitest";
import { awsSchema } from "../../../../model/aws/config.ts";
import { tryParse } from "../../../../model/problems.ts";
import { AWS, LISTENERS, LOAD_BALANCER } from "./aws-config.ts";

const parse = (change: object = {}) => tryParse(awsSchema, { ...AWS, ...change }, { path: "aws" });
const ofLoadBalancer = (change: object) => parse({ loadBalancer: { ...LOAD_BALANCER, ...change } });

describe("the config of AWS", () => {
  it("has a default for all that is not of the account", () => {
    expect(parse()).toEqual({
      data: {
        ...AWS,
        architecture: "X86_64",
        logRetentionDays: 30,
        priorities: {},
        scaling: {},
        idle: {},
        loadBalancer: { ...LOAD_BALANCER, public: false, previewPort: 8443, previewFrom: [] },
      },
    });
  });

  it("names listeners that are there instead of making a load balancer", () => {
    const listeners = { ...LISTENERS, previewPort: 8443 };
    expect(parse({ loadBalancer: undefined, listeners: LISTENERS })).toMatchObject({ data: { listeners } });
  });

  it.each([{ loadBalancer: undefined }, { listeners: LISTENERS }])("takes one of the two: %j", (change) => {
    expect(parse(change)).toEqual({
      problems: [
        expect.stringMatching(
          /^aws\.loadBalancer: must be said, or `listeners`, and not both, got .*\. Describe the one to be made, or name the listeners of one that is there\.$/,
        ),
      ],
    });
  });

  it("makes one that anybody may reach only where it is public", () => {
    expect(ofLoadBalancer({ public: true, allowFrom: undefined })).toHaveProperty("data");
    expect(ofLoadBalancer({ allowFrom: undefined })).toEqual({
      problems: [
        'aws.loadBalancer.allowFrom: must be said for one that is not public, got nothing. Name the networks of its users, such as "10.0.0.0/8".',
      ],
    });
  });

  it("leaves who reaches it to a security group that is given, and to that alone", () => {
    const securityGroup = "sg-0bbbbbbbbbbbbbbb3";
    expect(ofLoadBalancer({ securityGroup, allowFrom: undefined })).toMatchObject({
      data: { loadBalancer: { securityGroup } },
    });
    const both = "is said by the security group that is given, got a list. Remove it, or `securityGroup`.";
    expect(ofLoadBalancer({ securityGroup, previewFrom: ["192.0.2.7"] })).toEqual({
      problems: [`aws.loadBalancer.allowFrom: ${both}`, `aws.loadBalancer.previewFrom: ${both}`],
    });
  });

  it.each([80, 443])("does not show the idle color on port %i", (previewPort) => {
    expect(ofLoadBalancer({ previewPort })).toEqual({
      problems: [`aws.loadBalancer.previewPort: is a port of the public, got ${previewPort}. Choose another one.`],
    });
  });

  it.each([
    [{ region: "Frankfurt" }, 'aws.region: must be a region, got "Frankfurt". Write it like "eu-central-1".'],
    [{ account: "12" }, 'aws.account: must be the twelve digits of an account, got "12". Put them in quotes.'],
    [{ vpc: "my-vpc" }, 'aws.vpc: must be the id of AWS for it, got "my-vpc". Write it like "vpc-0123456789abcdef0".'],
    [
      { subnets: ["subnet-0123456789abcdef0"] },
      "aws.subnets: must be at least 2, got a list. Raise it or remove the key.",
    ],
    [
      { subnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef0"] },
      'aws.subnets: must name each subnet once, got "subnet-0123456789abcdef0". Remove one of them.',
    ],
    [
      { capacityProvider: "FARGATE" },
      'aws.capacityProvider: must be the name of a capacity provider of instances, got "FARGATE". Correct it.',
    ],
    [
      { logRetentionDays: 31 },
      "aws.logRetentionDays: must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, got 31. Choose one.",
    ],
    [
      { priorities: { shop: 100 } },
      "aws.priorities.shop: must be at least 24001, got 100. Raise it or remove the key.",
    ],
    [{ clusters: "main" }, "aws.clusters: is not a known key. Did you mean `cluster`?"],
    [
      { secretFiles: { image: "busybox" } },
      'aws.secretFiles.image: must name one certain build, got "busybox". Add the digest (`@sha256:…`), or at least a versioned tag; `latest` is refused.',
    ],
  ])("refuses %j", (change, problem) => {
    expect(parse(change)).toEqual({ problems: [problem] });
  });

  it.each(["arn:aws:acm:eu-central-1:1:certificate/x", "my-certificate"])(
    "refuses the certificate %s",
    (certificate) => {
      expect(ofLoadBalancer({ certificate })).toEqual({
        problems: [
          `aws.loadBalancer.certificate: must be an ARN of acm, got ${JSON.stringify(certificate)}. It begins with "arn:aws:acm:".`,
        ],
      });
    },
  );
});
