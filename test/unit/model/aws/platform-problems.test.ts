import { describe, expect, it } from "vitest";
import { ProblemsError } from "../../../../model/errors.ts";
import { parseStackConfig, type StackConfig } from "../../../../model/parse-stack-config.ts";
import { release } from "../../edge/observed.ts";
import { AWS } from "./aws-config.ts";

const SHOP = { activeColor: "blue", blue: release("1") };
const ON_AWS = { platform: "aws", aws: AWS, services: { shop: SHOP } };

function parse(change: object): StackConfig | readonly string[] {
  try {
    return parseStackConfig({ ...ON_AWS, ...change }, "dev");
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
}

describe("the config of a stack on AWS", () => {
  it("has the defaults of a gate there", () => {
    const services = { shop: SHOP, slow: { ...SHOP, route: { path: "/slow" }, gate: { within: "10m" } } };
    expect(parse({ services })).toMatchObject({
      platform: "aws",
      services: {
        shop: { gate: { interval: "5s", within: "5m", passes: 3 } },
        slow: { gate: { interval: "5s", within: "10m", passes: 3 } },
      },
    });
  });

  it("says where on AWS, as one on Docker does not", () => {
    expect(parse({ aws: undefined })).toEqual(["aws: is missing. Add it (an object; docs/aws.md explains its keys)."]);
    expect(parse({ platform: "docker" })).toEqual([
      "aws: is for `platform: aws`, and this stack is on Docker. Remove it, or say so.",
    ]);
    expect(parse({ platform: "gcp" })).toEqual(['platform: must be one of "docker", "aws", got "gcp". Choose one.']);
  });

  it.each([
    ["host", "unix:///var/run/docker.sock"],
    ["edge", {}],
    ["agent", {}],
    ["network", {}],
    ["certificates", {}],
    ["registries", {}],
    ["retention", {}],
    ["prometheus", { url: "http://prometheus.test:9090" }],
    ["observability", {}],
    ["drills", {}],
    ["allowEdgeReplace", false],
  ])("says nothing of `%s`", (key, value) => {
    expect(parse({ [key]: value })).toEqual([`${key}: is for Docker hosts, and this stack is on AWS. Remove it.`]);
  });

  it("asks nothing of a service that AWS cannot do, unless the config of AWS makes it possible", () => {
    const services = {
      shop: { ...SHOP, blue: release("1", { secrets: ["db.pass"] }), route: { path: "/1", paths: ["/2/3"] } },
      web: { ...SHOP, gate: { interval: "1s" } },
    };
    const secrets = { shop: { "db.pass": "x" } };
    expect(parse({ services, secrets })).toEqual([
      expect.stringMatching(/^services\.shop\.route: has hosts of several kinds or paths of several depths/),
      expect.stringMatching(/^services\.shop\.blue\.secrets: must be names of variables on AWS, got "db\.pass"/),
      expect.stringMatching(/^services\.web\.gate\.interval: must be whole seconds between 5 and 300 on AWS/),
      expect.stringMatching(/^services\.web\.blue\.health\.timeout: must be shorter than `gate\.interval` on AWS/),
    ]);
    const secretFiles = { image: "registry.test/secret-files:1" };
    const able = { ...AWS, priorities: { shop: 30_000 }, secretFiles };
    expect(parse({ services: { shop: services.shop }, secrets, aws: able })).toMatchObject({ platform: "aws" });
  });

  it("scales no service that there is not, nor one that has no room for it", () => {
    const scaling = { shopp: { max: 10, cpu: 60 }, shop: { max: 2, cpu: 60 } };
    const idle = { web: {}, shop: { replicas: 2 } };
    expect(parse({ aws: { ...AWS, scaling, idle } })).toEqual([
      "aws.scaling.shopp: is not a service of this stack. Correct the name or remove the key.",
      "aws.scaling.shop.max: must be more than the service's `replicas`, which are 2, got 2. Raise it.",
      "aws.idle.web: is not a service of this stack. Correct the name or remove the key.",
      "aws.idle.shop.replicas: must be fewer than the service's own, which are 2, got 2. Lower it, or remove the key.",
    ]);
  });

  it("gives a place to no service that there is not", () => {
    expect(parse({ aws: { ...AWS, priorities: { shopp: 30_000 } } })).toEqual([
      "aws.priorities.shopp: is not a service of this stack. Correct the name or remove the key.",
    ]);
  });
});
