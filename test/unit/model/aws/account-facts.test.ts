import { expect, it } from "vitest";
import { accountFacts } from "../../../../model/aws/account-facts.ts";
import { awsSchema } from "../../../../model/aws/config.ts";
import { serviceSchema } from "../../../../model/service.ts";
import { AWS, LISTENERS, LOAD_BALANCER } from "./aws-config.ts";

const release = (version: string) => ({ version, image: `registry.test/shop:${version}` });
const shop = serviceSchema.parse({ activeColor: "blue", replicas: 3, blue: release("1"), green: release("2") });

it("says who reaches a load balancer that is made, what is paid for, and what is no part of it", () => {
  expect(accountFacts(awsSchema.parse(AWS), { shop })).toEqual([
    "aws: the load balancer is internal: 10.0.0.0/8 may send requests, and nobody but the tasks may look at the idle color on port 8443. " +
      "It is paid for by the hour and by what goes through it.",
    "shop: tasks run on Fargate, each paid for by the second: 3 of blue (0.5 cores, 1024MiB) and 3 of green (0.5 cores, 1024MiB), " +
      "whichever color serves.",
    "aws: vpc-0ccccccccccccccc1 is yours, with the NAT gateways or endpoints by which tasks get their images: what they cost is no part of this.",
  ]);
});

it("says that a public one is open to everybody unless networks are named", () => {
  const { allowFrom: _, ...others } = LOAD_BALANCER;
  const loadBalancer = { ...others, public: true, previewFrom: ["203.0.113.0/24"] };
  expect(accountFacts(awsSchema.parse({ ...AWS, loadBalancer }), {})[0]).toMatch(
    /^aws: the load balancer is public, with addresses of the internet: everybody may send requests, and 203\.0\.113\.0\/24 may look/,
  );
});

it("says how many tasks more, and fewer, there may be by themselves", () => {
  const config = awsSchema.parse({ ...AWS, scaling: { shop: { max: 10, cpu: 60 } }, idle: { shop: {} } });
  expect(accountFacts(config, { shop })[1]).toMatch(
    /3 of green \(0\.5 cores, 1024MiB\), whichever color serves; up to 10 of the one that serves, by auto scaling; 0 of one that has served, by the first `up` 1h later\.$/,
  );
  expect(accountFacts(config, { other: shop })[1]).toMatch(/, whichever color serves\.$/);
});

it("says whose security group a load balancer has that is made", () => {
  const loadBalancer = { ...LOAD_BALANCER, allowFrom: undefined, securityGroup: "sg-0bbbbbbbbbbbbbbb3" };
  expect(accountFacts(awsSchema.parse({ ...AWS, loadBalancer }), {})[0]).toBe(
    "aws: the load balancer is internal: who may send requests, and look at the idle color on port 8443, sg-0bbbbbbbbbbbbbbb3 says, " +
      "which is yours. It is paid for by the hour and by what goes through it.",
  );
});

it("says whose the load balancer and the instances are that are given", () => {
  const { loadBalancer: _, ...others } = AWS;
  const config = awsSchema.parse({ ...others, listeners: LISTENERS, capacityProvider: "instances" });
  const facts = accountFacts(config, { shop: { ...shop, green: undefined } });
  expect(facts.slice(0, 2)).toEqual([
    "aws: requests come by the load balancer shared-1.eu-central-1.elb.amazonaws.com, which is others': who reaches it they decide.",
    "shop: tasks run on instances of instances, which are yours: 3 of blue (0.5 cores, 256MiB), whichever color serves.",
  ]);
});
