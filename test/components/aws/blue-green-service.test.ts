import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { readTask } from "../../../edge/tasks.ts";
import { ProblemsError } from "../../../model/errors.ts";
import type { Observed } from "../../../model/observed.ts";
import { releaseHash, releaseSchema } from "../../../model/release.ts";
import {
  AwsBlueGreenService,
  type AwsBlueGreenServiceArgs,
} from "../../../platforms/aws/components/blue-green-service.ts";
import { awsTaskSchemas } from "../../../platforms/aws/control/task.ts";
import { observed, record, release, replicas, seal, steady } from "../../unit/edge/observed.ts";
import { find, key, registrationsOf, valueOf, type Registration } from "../registrations.ts";
import { environmentIn } from "./environment-in.ts";

type Args = Partial<Omit<AwsBlueGreenServiceArgs, "environment">>;

/** Registers the service `shop` in an account that is as given; `aws` is what `tidegate:aws` says beside the least. */
async function service(args: Args = {}, { aws = {}, found }: { aws?: object; found?: Observed } = {}) {
  const registered = await registrationsOf(async () => {
    const environment = await environmentIn(aws, found);
    const colors = { activeColor: "blue", blue: release("1"), green: release("2") } as const;
    return new AwsBlueGreenService("shop", { environment, ...colors, ...args });
  });
  const resources = registered.resources.filter(({ parent }) => !/^(?:Environment|LoadBalancer) /.test(parent ?? ""));
  return { ...registered, resources: resources.filter(({ type }) => !/^(?:random|tidegate:aws:Env)/.test(type)) };
}

/** What the service is refused with, and what was registered of it before. */
async function refusal(args: Args, found: Observed): Promise<{ error: unknown; resources: string[] }> {
  const registered = await registrationsOf(async () => {
    const environment = await environmentIn({}, found);
    try {
      return new AwsBlueGreenService("shop", { environment, activeColor: "blue", ...args });
    } catch (error) {
      return error;
    }
  });
  const resources = registered.resources.filter(({ name }) => name.startsWith("shop")).map(key);
  return { error: registered.result, resources };
}

const summary = (resources: readonly Registration[]) =>
  resources.map((resource) => `${key(resource)} < ${resource.parent}`);

/** The containers of a task definition, by their names. */
function containersOf(resources: readonly Registration[], name = "shop-blue"): Record<string, Record<string, unknown>> {
  const text = String(find(resources, "TaskDefinition", name).inputs["containerDefinitions"]);
  const containers = JSON.parse(text) as { name: string }[]; // rendered by ourselves
  return Object.fromEntries(containers.map((container) => [container.name, container]));
}

const TAGS = {
  "tidegate:environment": "e1",
  "tidegate:project": "p",
  "tidegate:stack": "dev",
  "tidegate:service": "shop",
};
const HASH = releaseHash(releaseSchema.parse(release("1")), null);

describe("a service on AWS", () => {
  it("registers exactly these children, each below its component", async () => {
    const { resources } = await service();
    expect(summary(resources)).toEqual([
      "BlueGreenService shop < undefined",
      "Command shop-cutover < Cutover shop-cutover",
      "Cutover shop-cutover < BlueGreenService shop",
      "ExecutionRole shop-blue < Pool shop-blue",
      "ExecutionRole shop-green < Pool shop-green",
      "ListenerRule shop < BlueGreenService shop",
      "ListenerRule shop-blue < Pool shop-blue",
      "ListenerRule shop-green < Pool shop-green",
      "ListenerRule shop-preview < BlueGreenService shop",
      "Pool shop-blue < BlueGreenService shop",
      "Pool shop-green < BlueGreenService shop",
      "Role shop-blue < ExecutionRole shop-blue",
      "Role shop-green < ExecutionRole shop-green",
      "RolePolicy shop-blue < ExecutionRole shop-blue",
      "RolePolicy shop-green < ExecutionRole shop-green",
      "Service shop-blue < Pool shop-blue",
      "Service shop-green < Pool shop-green",
      "TargetGroup shop-blue < Pool shop-blue",
      "TargetGroup shop-green < Pool shop-green",
      "TaskDefinition shop-blue < Pool shop-blue",
      "TaskDefinition shop-green < Pool shop-green",
    ]);
    expect(new Set(resources.filter(({ type }) => type.startsWith("aws:")).map(({ provider }) => provider))).toEqual(
      new Set(["aws aws"]),
    );
  });

  it("shows what is declared, with every default, as on a host", async () => {
    const { resources } = await service();
    expect(find(resources, "BlueGreenService", "shop").inputs).toEqual({
      activeColor: "blue",
      replicas: 2,
      maxReplicas: 10,
      route: { host: "*", path: "/" },
      gate: { passes: 3, interval: "5s", within: "5m", restarts: 3 },
      drain: "10s",
      allowActiveReplace: false,
      blue: releaseSchema.parse(release("1")),
      green: releaseSchema.parse(release("2")),
    });
  });

  it("runs hardened tasks on Fargate, sized as Fargate has them", async () => {
    const { resources } = await service({
      blue: release("1", { environment: { B: "2", A: "1" }, writable: ["/tmp"], command: ["serve", "--fast"] }),
    });
    const { containerDefinitions: _, ...inputs } = find(resources, "TaskDefinition", "shop-blue").inputs;
    expect(inputs).toEqual({
      family: "p-dev-shop-blue",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "512",
      memory: "1024",
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
      executionRoleArn: "arn:shop-blue-id",
      tags: {
        ...TAGS,
        "tidegate:color": "blue",
        "tidegate:version": "1",
        "tidegate:release": expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      },
    });
    expect(containersOf(resources)).toEqual({
      shop: {
        name: "shop",
        image: "registry.test/shop:1",
        essential: true,
        user: "10001:10001",
        readonlyRootFilesystem: true,
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": "/tidegate/p-dev",
            "awslogs-region": "eu-central-1",
            "awslogs-stream-prefix": "shop-blue",
            mode: "non-blocking",
            "max-buffer-size": "25m",
          },
        },
        command: ["serve", "--fast"],
        portMappings: [{ containerPort: 3000, protocol: "tcp" }],
        linuxParameters: {
          initProcessEnabled: true,
          capabilities: { drop: ["ALL"] },
          tmpfs: [{ containerPath: "/tmp", size: 64 }],
        },
        stopTimeout: 15,
        environment: [
          { name: "A", value: "1" },
          { name: "B", value: "2" },
        ],
      },
    });
  });

  it("says what a task is paid for where that is more than its release asks for", async () => {
    const info = vi.spyOn(pulumi.log, "info").mockResolvedValue();
    onTestFinished(() => info.mockRestore());
    await service({ green: release("2", { limits: { cpus: 1, memory: "2GiB" } }) });
    expect(info.mock.calls.map(([line]) => line)).toEqual([
      "shop.blue: each task gets 0.5 cores and 1024MiB, the least that ECS has for the 0.5 cores and 256MiB of its release.",
    ]);
  });

  it("is measured by no name of a container, and told of none that is missing", async () => {
    const info = vi.spyOn(pulumi.log, "info").mockResolvedValue();
    onTestFinished(() => info.mockRestore());
    const project = "a-project-with-quite-a-long-name-of-its-own-indeed";
    const { resources } = await service({}, { found: observed(steady({ replicas: [] }), { project }) });
    expect(resources.map(key)).toContain("Service shop-blue");
    expect(info.mock.calls.filter(([line]) => line.includes("not on the host"))).toEqual([]);
  });

  it("keeps its tasks in private subnets, takes a bad deployment back, and lets nobody in", async () => {
    const { resources } = await service({ replicas: 3 });
    const { inputs, dependsOn } = find(resources, "Service", "shop-blue");
    expect(inputs).toEqual({
      name: "p-dev-shop-blue",
      cluster: "arn:aws-id",
      taskDefinition: "arn:shop-blue-id",
      desiredCount: 3,
      schedulingStrategy: "REPLICA",
      launchType: "FARGATE",
      networkConfiguration: {
        subnets: ["subnet-0ddddddddddddddd1", "subnet-0ddddddddddddddd2"],
        securityGroups: ["aws-tasks-id"],
        assignPublicIp: false,
      },
      loadBalancers: [{ targetGroupArn: "arn:shop-blue-id", containerName: "shop", containerPort: 3000 }],
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      healthCheckGracePeriodSeconds: 300,
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "TASK_DEFINITION",
      waitForSteadyState: true,
      tags: { ...TAGS, "tidegate:color": "blue", "tidegate:replicas": "3" },
    });
    expect(dependsOn).toContain("ListenerRule shop-blue");
  });

  it("has the load balancer ask for the health of its release, and drain as long as it says", async () => {
    const health = { path: "/up", expect: 204, timeout: "4s", port: 9000 };
    const gate = { passes: 5, interval: "10s" };
    const { resources } = await service({ blue: release("1", { health, port: 8080 }), gate, drain: "1m" });
    expect(find(resources, "TargetGroup", "shop-blue").inputs).toEqual({
      name: "p-dev-shop-blue-8080",
      targetType: "ip",
      protocol: "HTTP",
      port: 8080,
      vpcId: "vpc-0ccccccccccccccc1",
      deregistrationDelay: 60,
      healthCheck: {
        ...{ enabled: true, protocol: "HTTP", path: "/up", port: "9000", matcher: "204" },
        ...{ interval: 10, timeout: 4, healthyThreshold: 5, unhealthyThreshold: 2 },
      },
      tags: { ...TAGS, "tidegate:color": "blue" },
    });
    const green = find(resources, "TargetGroup", "shop-green").inputs;
    expect(green["healthCheck"]).toMatchObject({ path: "/healthz", port: "traffic-port", matcher: "200", timeout: 2 });
  });

  it("runs on instances where a capacity provider is named, sized as the release says", async () => {
    const { resources } = await service({}, { aws: { capacityProvider: "instances", architecture: "ARM64" } });
    expect(find(resources, "TaskDefinition", "shop-blue").inputs).toMatchObject({
      requiresCompatibilities: ["EC2"],
      networkMode: "awsvpc",
      cpu: "512",
      memory: "256",
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" },
    });
    expect(containersOf(resources)["shop"]).toMatchObject({ dockerSecurityOptions: ["no-new-privileges"] });
    const { inputs, dependsOn } = find(resources, "Service", "shop-blue");
    expect(inputs["capacityProviderStrategies"]).toEqual([{ capacityProvider: "instances", weight: 1 }]);
    expect(inputs).not.toHaveProperty("launchType");
    expect(dependsOn).toContain("ClusterCapacityProviders aws");
  });

  it("is the same on instances as on Fargate but for its tasks", async () => {
    const [onFargate, onInstances] = [await service(), await service({}, { aws: { capacityProvider: "instances" } })];
    const others = ({ resources }: { resources: Registration[] }) =>
      resources
        .filter(({ type }) => !/:(?:Service|TaskDefinition)$/.test(type))
        .map(({ dependsOn: _, ...each }) => each);
    expect(others(onInstances)).toEqual(others(onFargate));
    expect(others(onFargate)).toHaveLength(17);
  });

  it("gives the app no role but the one that is given", async () => {
    const without = await service();
    expect(find(without.resources, "TaskDefinition", "shop-blue").inputs).not.toHaveProperty("taskRoleArn");
    const { resources } = await service({ taskRole: "arn:aws:iam::123456789012:role/shop" });
    const { inputs } = find(resources, "TaskDefinition", "shop-blue");
    expect(inputs["taskRoleArn"]).toBe("arn:aws:iam::123456789012:role/shop");
  });

  it("lets `transform` have the last word on the app's container", async () => {
    const { resources } = await service({
      transform: (container, { service, color }) => ({ ...container, hostname: `${service}-${color}` }),
    });
    expect(containersOf(resources)["shop"]).toMatchObject({ hostname: "shop-blue", readonlyRootFilesystem: true });
  });

  it("tells where it is reached, and what it is", async () => {
    const { result } = await service({ route: { host: "shop.test", path: "/a" } });
    expect(await valueOf(result.activeColor)).toBe("blue");
    expect(await valueOf(result.url)).toBe("https://shop.test/a");
    expect(await valueOf(result.previewUrl)).toBe("https://shop.test:8443/a");
    expect(await valueOf(result.versions)).toEqual({ blue: "1", green: "2" });
    const anyHost = await service();
    expect(await valueOf(anyHost.result.url)).toBe("https://aws-id.elb.test/");
  });

  it("refuses before it registers anything of itself, with all that AWS cannot do and all that would break what serves", async () => {
    const { error, resources } = await refusal(
      { blue: release("9", { health: { method: "HEAD" } }) },
      observed(steady()),
    );
    expect(error).toEqual(
      new ProblemsError([
        "services.shop.blue.health.method: is not there on AWS, whose load balancer cannot be told. Remove it.",
        "services.shop.blue.version: blue is active and cannot be replaced while it serves. " +
          "Put the new version in green and set activeColor: green.",
      ]),
    );
    expect(resources).toEqual([]);
  });
});

describe("the traffic of a service on AWS", () => {
  const weights = (resources: readonly Registration[], name: string) =>
    find(resources, "ListenerRule", name).inputs["actions"];
  const forward = (blue: number, green: number) => [
    {
      type: "forward",
      forward: {
        targetGroups: [
          { arn: "arn:shop-blue-id", weight: blue },
          { arn: "arn:shop-green-id", weight: green },
        ],
      },
    },
  ];

  it("all goes to the active color, and that of previews to the other", async () => {
    const { resources } = await service({ route: { host: "shop.test", path: "/a" } });
    const { inputs } = find(resources, "ListenerRule", "shop");
    expect(inputs).toEqual({
      listenerArn: "arn:aws-https-id",
      priority: expect.any(Number) as number,
      conditions: [{ hostHeader: { values: ["shop.test"] } }, { pathPattern: { values: ["/a", "/a/*"] } }],
      actions: forward(100, 0),
      tags: { ...TAGS, "tidegate:generation": "1700000000" },
    });
    expect(find(resources, "ListenerRule", "shop-preview").inputs).toEqual({
      ...inputs,
      listenerArn: "arn:aws-preview-id",
      actions: forward(0, 100),
    });
  });

  it("moves by the weights alone, which the cutover sets before, and changes no other resource", async () => {
    const blue = await service();
    const green = await service({ activeColor: "green" });
    expect(weights(green.resources, "shop")).toEqual(forward(0, 100));
    expect(weights(green.resources, "shop-preview")).toEqual(forward(100, 0));
    const others = ({ resources }: { resources: Registration[] }) =>
      resources.filter(
        (each) =>
          !["ListenerRule shop", "ListenerRule shop-preview", "BlueGreenService shop", "Command shop-cutover"].includes(
            key(each),
          ),
      );
    expect(others(green)).toEqual(others(blue));
    expect(others(green)).toHaveLength(17);
  });

  it("moves after both colors are well, and no rule before the cutover, previews last", async () => {
    const { resources } = await service();
    const { dependsOn } = find(resources, "Command", "shop-cutover");
    expect(dependsOn).toEqual(expect.arrayContaining(["Service shop-blue", "Service shop-green"]));
    expect(find(resources, "ListenerRule", "shop").dependsOn).toContain("Command shop-cutover");
    expect(find(resources, "ListenerRule", "shop-preview").dependsOn).toContain("ListenerRule shop");
  });

  it("is moved by a process that is told the release, its tasks and its gate", async () => {
    const { resources } = await service({ activeColor: "green", gate: { passes: 2 } }, { found: observed(steady()) });
    const { inputs } = find(resources, "Command", "shop-cutover");
    const { environment, ...commands } = inputs as { environment: Record<string, string> }; // a command has one
    expect(commands).toEqual({
      create: "node platforms/aws/control/main.js cutover",
      update: "node platforms/aws/control/main.js cutover",
      delete: "node platforms/aws/control/main.js forget",
      logging: "stderr",
    });
    const task = readTask(awsTaskSchemas.cutover, "the test", environment);
    expect(task).toEqual({
      ...{ region: "eu-central-1", bucket: "my-releases", project: "p", stack: "dev", cluster: "arn:aws-id" },
      ...{ listener: "arn:aws-https-id", previewlistener: "arn:aws-preview-id", service: "shop", color: "green" },
      ...{ version: "2", generation: 8, definition: "arn:shop-green-id", sealed: seal(release("2")) },
      gate: { passes: 2, interval: "5s", within: "5m", restarts: 3 },
      route: { host: "*", path: "/" },
    });
    expect(Object.keys(environment)).toHaveLength(Object.keys(task).length);
    expect(readTask(awsTaskSchemas.forget, "the test", environment)).toMatchObject({ service: "shop" });
  });

  it("demands what the gates before a release said, which stand before its tasks", async () => {
    const gates = { window: { open: ["mon-fri 09:00-17:00"] } };
    const { resources } = await service({ activeColor: "green", gates }, { found: observed(steady()) });
    const { inputs, parent } = find(resources, "Command", "shop-gates");
    expect(parent).toBe("Gates shop-gates");
    expect(inputs).toMatchObject({ create: "node platforms/aws/control/main.js gates", logging: "stderr" });
    const asked = readTask(awsTaskSchemas.gates, "the test", inputs["environment"] as NodeJS.ProcessEnv); // a command has one
    expect(asked).toMatchObject({
      ...{
        region: "eu-central-1",
        bucket: "my-releases",
        cluster: "arn:aws-id",
        architecture: "X86_64",
        service: "shop",
      },
      ...{ color: "green", generation: 8, moves: "yes", replicas: 2, tier: "dev", gates },
    });
    for (const name of ["shop-blue", "shop-green"]) {
      expect(find(resources, "Service", name).dependsOn).toContain("Command shop-gates");
    }
    const cutover = find(resources, "Command", "shop-cutover");
    expect(cutover.dependsOn).toContain("Command shop-gates");
    expect(cutover.inputs["environment"]).toMatchObject({ TIDEGATE_SINCE: "1700000000" });
  });

  it("has nowhere else to go while there is one color", async () => {
    const { resources } = await service({ green: undefined });
    expect(weights(resources, "shop")).toEqual([
      { type: "forward", forward: { targetGroups: [{ arn: "arn:shop-blue-id", weight: 100 }] } },
    ]);
    expect(resources.filter(({ name }) => name.includes("green") || name === "shop-preview")).toEqual([]);
  });

  it("can be sent to each color by a header where the public is not, whichever serves", async () => {
    const { resources } = await service({ activeColor: "green" });
    for (const color of ["blue", "green"]) {
      expect(find(resources, "ListenerRule", `shop-${color}`).inputs).toEqual({
        listenerArn: "arn:aws-preview-id",
        priority: expect.any(Number) as number,
        conditions: [{ httpHeader: { httpHeaderName: "X-Tidegate-Color", values: [`shop.${color}`] } }],
        actions: [{ type: "forward", targetGroupArn: `arn:shop-${color}-id` }],
        tags: { ...TAGS, "tidegate:color": color },
      });
    }
  });

  it("has the place among the rules that was chosen", async () => {
    const { resources } = await service({ priority: 30_000, route: { path: "/1", paths: ["/2/3"] } });
    expect(find(resources, "ListenerRule", "shop").inputs["priority"]).toBe(30_000);
    expect(find(resources, "ListenerRule", "shop-preview").inputs["priority"]).toBe(30_000);
  });

  it("keeps the number of its last switch while it stays, and gets the next one when it moves", async () => {
    const generation = ({ resources }: { resources: Registration[] }) =>
      (find(resources, "ListenerRule", "shop").inputs["tags"] as Record<string, string>)["tidegate:generation"]; // ours
    const found = observed(steady());
    expect(generation(await service({}, { found }))).toBe("7");
    expect(generation(await service({ activeColor: "green" }, { found }))).toBe("8");
  });
});

const NOT_WHAT_RUNS =
  /^services\.shop\.blue: blue serves, and its running containers are not what the config says of version "1"\./;

describe("a release that serves on AWS", () => {
  const found = observed(steady());

  it("keeps its tasks whatever changes under its version", async () => {
    const { resources } = await service({ blue: release("1", { port: 9999, command: ["other"] }) }, { found });
    const definition = find(resources, "TaskDefinition", "shop-blue");
    expect(containersOf(resources)["shop"]).toMatchObject({ portMappings: [{ containerPort: 3000 }] });
    expect(definition.inputs["tags"]).toMatchObject({ "tidegate:release": HASH });
    expect(definition.ignoreChanges).toEqual([
      ...["containerDefinitions", "cpu", "executionRoleArn", "family", "memory", "networkMode"],
      ...["requiresCompatibilities", "runtimePlatform", "taskRoleArn", "volumes"],
    ]);
    expect(find(resources, "Service", "shop-blue").ignoreChanges).toEqual([
      ...["capacityProviderStrategies", "cluster", "enableEcsManagedTags", "enableExecuteCommand", "launchType"],
      ...["loadBalancers", "name", "networkConfiguration", "propagateTags", "schedulingStrategy"],
    ]);
    expect(find(resources, "TargetGroup", "shop-blue").ignoreChanges).toEqual([
      ...["name", "port", "protocol", "targetType", "vpcId"],
    ]);
  });

  it("leaves the other color free to change", async () => {
    const { resources } = await service({ green: release("3") }, { found });
    for (const type of ["TaskDefinition", "Service", "TargetGroup"]) {
      expect(find(resources, type, "shop-green").ignoreChanges).toEqual([]);
    }
    expect(containersOf(resources, "shop-green")["shop"]).toMatchObject({ image: "registry.test/shop:3" });
  });

  it("is told apart by its hash when nobody remembers it, and not replaced by something else", async () => {
    const forgotten = observed({ record: null, workers: ["blue"], replicas: replicas("blue", seal(release("1"))) });
    const { resources } = await service({}, { found: forgotten });
    expect(find(resources, "TaskDefinition", "shop-blue").ignoreChanges).toContain("containerDefinitions");
    const { error } = await refusal({ blue: release("1", { port: 9999 }) }, forgotten);
    expect(error).toMatchObject({ problems: [expect.stringMatching(NOT_WHAT_RUNS)] });
  });

  it("is sealed with what it was, secrets included", async () => {
    const blue = release("1", { secrets: ["DB"] });
    const sealed = {
      release: releaseSchema.parse(blue),
      secretVolume: "p-dev-shop-blue-secrets-kept",
      hash: "0123456789abcdef",
    };
    const served = observed(
      steady({ record: record({ sealed: { blue: sealed, green: null } }), replicas: replicas("blue", sealed) }),
    );
    const { resources } = await service({ blue, secrets: { DB: "another" } }, { found: served });
    expect(find(resources, "Secret", "shop-blue").inputs["name"]).toBe("p-dev-shop-blue-secrets-kept");
    expect(find(resources, "SecretVersion", "shop-blue").ignoreChanges).toEqual(["secretString"]);
  });
});
