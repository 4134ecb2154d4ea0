import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, it, vi } from "vitest";
import { awsSchema } from "../../../model/aws/config.ts";
import { TAG } from "../../../model/aws/tags.ts";
import { lookAt } from "../../../platforms/aws/observe/look-at.ts";
import { arnsOf } from "../../../platforms/aws/policy/arns.ts";
import { isLike } from "../../support/aws/iam/allows.ts";
import { observed, release } from "../../unit/edge/observed.ts";
import { AWS } from "../../unit/model/aws/aws-config.ts";
import { registrationsOf, type Registration } from "../registrations.ts";

vi.mock("../../../platforms/aws/observe/look-at.ts", () => ({ lookAt: vi.fn() }));

afterEach(() => pulumi.runtime.setAllConfig({}));

const inRegion = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:123456789012:${rest}`;
const arns = arnsOf({
  id: { project: "p", stack: "dev" },
  aws: awsSchema.parse(AWS),
  services: ["shop"],
  provenIn: [],
});

/** What AWS would call a thing, as far as its inputs tell, and what a policy calls it. */
const NAMED: Readonly<Record<string, { arn: (made: Registration) => string; like: readonly string[] }>> = {
  "aws:ecs/cluster:Cluster": {
    arn: ({ inputs }) => inRegion("ecs", `cluster/${String(inputs["name"])}`),
    like: [arns.cluster],
  },
  "aws:ecs/service:Service": {
    arn: ({ inputs }) => inRegion("ecs", `service/p-dev/${String(inputs["name"])}`),
    like: [arns.ecsServices],
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    arn: ({ inputs }) => inRegion("ecs", `task-definition/${String(inputs["family"])}:7`),
    like: [arns.definitions],
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    arn: ({ inputs }) =>
      inRegion("elasticloadbalancing", `loadbalancer/app/${String(inputs["name"])}/50dc6c495c0c9188`),
    like: [arns.loadBalancer],
  },
  "aws:lb/targetGroup:TargetGroup": {
    arn: ({ inputs }) => inRegion("elasticloadbalancing", `targetgroup/${String(inputs["name"])}/50dc6c495c0c9188`),
    like: [arns.targetGroups],
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    arn: ({ inputs }) => inRegion("logs", `log-group:${String(inputs["name"])}`),
    like: [arns.logGroup],
  },
  "aws:secretsmanager/secret:Secret": {
    arn: ({ inputs }) => inRegion("secretsmanager", `secret:${String(inputs["name"])}-a1b2c3`),
    like: [arns.secrets],
  },
  "aws:iam/role:Role": { arn: ({ name }) => `arn:aws:iam::123456789012:role/${name}-1a2b3c4`, like: arns.roles },
};
/** What policies know by its tags. */
const TAGGED = ["LoadBalancer", "Listener", "ListenerRule", "TargetGroup", "SecurityGroup"];

it("makes nothing that the policy of CI does not call by its name, and by the tags that it asks for", async () => {
  const nothing = { rules: [], testRules: [], foreign: [], pools: [], health: new Map() };
  vi.mocked(lookAt).mockResolvedValue({ aws: nothing, observed: observed(null, { environment: null, edge: null }) });
  const blue = release("1", { secrets: ["TOKEN"] });
  const services = { shop: { activeColor: "blue", blue, green: release("2") } };
  const config = { platform: "aws", aws: AWS, services, secrets: { shop: { TOKEN: "t" } } };
  const texts = Object.entries(config).map(([name, value]) => [`tidegate:${name}`, JSON.stringify(value)] as const);
  const { resources } = await registrationsOf(async () => {
    pulumi.runtime.setAllConfig(Object.fromEntries(texts));
    return import("../../../infra/index.ts");
  });
  const named = resources.filter(({ type }) => Object.hasOwn(NAMED, type));
  expect(new Set(named.map(({ type }) => type))).toEqual(new Set(Object.keys(NAMED)));
  const strangers = named.flatMap((made) => {
    const { arn, like } = NAMED[made.type] ?? { arn: () => "", like: [] };
    return like.some((pattern) => isLike(arn(made), pattern)) ? [] : [arn(made)];
  });
  expect(strangers).toEqual([]);
  const tagged = resources.filter(
    ({ type }) => type.startsWith("aws:") && TAGGED.includes(type.split(":").at(-1) ?? ""),
  );
  expect(tagged.length).toBeGreaterThan(TAGGED.length);
  for (const { inputs } of tagged) expect(inputs["tags"]).toMatchObject({ [TAG.project]: "p", [TAG.stack]: "dev" });
});
