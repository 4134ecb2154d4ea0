import { describe, expect, it } from "vitest";
import { ProblemsError } from "../../../model/errors.ts";
import type { Release } from "../../../model/release.ts";
import { AwsBlueGreenService } from "../../../platforms/aws/components/blue-green-service.ts";
import { release } from "../../unit/edge/observed.ts";
import { LOAD_BALANCER } from "../../unit/model/aws/aws-config.ts";
import { find, registrationsOf, type Registration } from "../registrations.ts";
import { environmentIn } from "./environment-in.ts";

const IMAGE = "registry.test/agent:1";
const SMOKE: Partial<Release>["smoke"] = [
  { path: "/health", status: 200, within: "2s" },
  { path: "/me", status: 200, within: "2s", headers: { Authorization: "Bearer {{secret:TOKEN}}" } },
];
const VALUES = { DB_URL: "postgres://shop:hunter2@db/shop", TOKEN: "s3cr3t-t0k3n" };

async function registered(aws: object, smoke = SMOKE): Promise<Registration[]> {
  const { resources } = await registrationsOf(async () => {
    const environment = await environmentIn(aws);
    const blue = release("1", { secrets: ["TOKEN", "DB_URL"], smoke });
    return new AwsBlueGreenService("shop", { environment, activeColor: "blue", blue, secrets: VALUES });
  });
  return resources;
}

const environmentOf = (resources: readonly Registration[]) =>
  find(resources, "Command", "shop-cutover").inputs["environment"] as Record<string, string>; // as the component has it
const withTask = { smokeTask: { image: IMAGE } };

describe("a task that sends smoke requests", () => {
  it("is a definition that knows them, hardened, with the secrets that they name by reference", async () => {
    const { inputs, parent, secrets } = find(await registered(withTask), "TaskDefinition", "shop-smoke");
    const { containerDefinitions, ...rest } = inputs;
    expect(rest).toMatchObject({
      family: "p-dev-shop-smoke",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "256",
      memory: "512",
      executionRoleArn: expect.stringContaining("shop-blue") as string,
      tags: { "tidegate:environment": "e1", "tidegate:service": "shop", "tidegate:color": "blue" },
    });
    const [container, ...more] = JSON.parse(String(containerDefinitions)) as [Record<string, unknown>];
    expect(more).toEqual([]);
    expect(container).toMatchObject({
      ...{ name: "smoke", image: IMAGE, essential: true, user: "10010:10010", readonlyRootFilesystem: true },
      linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
      entryPoint: ["node", "platforms/aws/smoke/main.js"],
      secrets: [{ name: "SECRET_0", valueFrom: "arn:shop-blue-id:TOKEN::shop-blue-id-version" }],
      logConfiguration: { logDriver: "awslogs", options: { "awslogs-stream-prefix": "shop-smoke" } },
    });
    const told = new Map(
      (container["environment"] as { name: string; value: string }[]).map(({ name, value }) => [name, value]), // as ECS has it
    );
    expect(JSON.parse(told.get("TIDEGATE_SMOKE") ?? "")).toEqual(SMOKE);
    expect([...told.keys()]).toEqual(["TIDEGATE_SERVICE", "TIDEGATE_COLOR", "TIDEGATE_SMOKE", "TIDEGATE_ROUTE"]);
    expect(JSON.stringify(inputs)).not.toContain(VALUES.TOKEN);
    expect(parent).toContain("shop");
    expect(secrets).toEqual([]);
  });

  it("is told to the cutover, with where it may run", async () => {
    expect(JSON.parse(environmentOf(await registered(withTask))["TIDEGATE_SMOKETASK"] ?? "")).toEqual({
      definition: "arn:shop-smoke-id",
      subnets: ["subnet-0ddddddddddddddd1", "subnet-0ddddddddddddddd2"],
      securityGroup: "aws-tasks-id",
    });
    const onInstances = environmentOf(await registered({ ...withTask, capacityProvider: "instances" }));
    expect(JSON.parse(onInstances["TIDEGATE_SMOKETASK"] ?? "")).toMatchObject({ capacityProvider: "instances" });
  });

  it.each([
    ["the stack declares none", {}, SMOKE],
    ["the release has no requests", withTask, []],
  ])("is not there where %s", async (_, aws, smoke) => {
    const resources = await registered(aws, smoke);
    expect(resources.filter(({ name }) => name === "shop-smoke")).toEqual([]);
    expect(environmentOf(resources)).not.toHaveProperty("TIDEGATE_SMOKETASK");
  });

  it("may ask the load balancer of a stack whose users are some networks", async () => {
    const ingress = (resources: readonly Registration[]) =>
      resources.filter(({ name }) => name === "aws-https-tasks").map(({ inputs }) => inputs);
    expect(ingress(await registered(withTask))).toEqual([
      expect.objectContaining({ fromPort: 443, toPort: 443, referencedSecurityGroupId: "aws-tasks-id" }),
    ]);
    expect(ingress(await registered({}))).toEqual([]);
    const { allowFrom: _, ...everybody } = { ...LOAD_BALANCER, public: true };
    expect(ingress(await registered({ ...withTask, loadBalancer: everybody }))).toEqual([]);
  });

  it("is refused requests that no task definition has room for", async () => {
    const long = [{ path: "/", status: 200, within: "2s", method: "POST" as const, body: "x".repeat(50_000) }];
    await expect(registered(withTask, long)).rejects.toThrow(ProblemsError);
    await expect(registered(withTask, long)).rejects.toThrow(/blue\.smoke: are \d+ bytes as JSON/);
    await expect(registered({}, long)).resolves.toBeDefined();
  });
});
