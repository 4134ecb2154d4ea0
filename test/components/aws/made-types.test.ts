import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, it, vi } from "vitest";
import { awsSchema } from "../../../model/aws/config.ts";
import { lookAt } from "../../../platforms/aws/observe/look-at.ts";
import { madeTypes } from "../../../platforms/aws/policy/made-types.ts";
import { observed, release } from "../../unit/edge/observed.ts";
import { AWS, LISTENERS, LOAD_BALANCER } from "../../unit/model/aws/aws-config.ts";
import { registrationsOf } from "../registrations.ts";

vi.mock("../../../platforms/aws/observe/look-at.ts", () => ({ lookAt: vi.fn() }));

const { loadBalancer: _, ...OTHERS } = AWS;

afterEach(() => pulumi.runtime.setAllConfig({}));

it.each([
  ["makes everything", AWS],
  ["runs on instances", { ...AWS, capacityProvider: "instances" }],
  ["scales by itself", { ...AWS, scaling: { shop: { max: 9, cpu: 60 } } }],
  ["has its cluster and its log group given", { ...AWS, cluster: "shared", logGroup: "/apps" }],
  [
    "has its security groups given",
    {
      ...AWS,
      loadBalancer: { ...LOAD_BALANCER, allowFrom: undefined, securityGroup: "sg-0bbbbbbbbbbbbbbb3" },
      taskSecurityGroup: "sg-0bbbbbbbbbbbbbbb2",
    },
  ],
  ["has all given", { ...OTHERS, listeners: LISTENERS, cluster: "shared", taskSecurityGroup: "sg-0bbbbbbbbbbbbbbb2" }],
])("names the types of a stack that %s", async (_what, aws) => {
  vi.resetModules(); // a program runs once per process
  const nothing = { rules: [], testRules: [], foreign: [], pools: [], health: new Map() };
  vi.mocked(lookAt).mockResolvedValue({ aws: nothing, observed: observed(null, { environment: null, edge: null }) });
  const blue = release("1", { secrets: ["TOKEN"] });
  const config = {
    platform: "aws",
    aws,
    services: { shop: { activeColor: "blue", blue } },
    secrets: { shop: { TOKEN: "t" } },
  };
  const texts = Object.entries(config).map(([name, value]) => [`tidegate:${name}`, JSON.stringify(value)] as const);
  const { resources } = await registrationsOf(async () => {
    pulumi.runtime.setAllConfig(Object.fromEntries(texts));
    return import("../../../infra/index.ts");
  });
  const made = resources.map(({ type }) => type).filter((type) => type.startsWith("aws:"));
  expect(madeTypes(awsSchema.parse(aws)).toSorted()).toEqual([...new Set(made)].toSorted());
});
