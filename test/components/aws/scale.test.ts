import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { readTask } from "../../../edge/tasks.ts";
import type { ObservedService } from "../../../model/observed.ts";
import {
  AwsBlueGreenService,
  type AwsBlueGreenServiceArgs,
} from "../../../platforms/aws/components/blue-green-service.ts";
import { awsTaskSchemas } from "../../../platforms/aws/control/task.ts";
import { observed, record, release, seal, steady } from "../../unit/edge/observed.ts";
import { find, key, registrationsOf } from "../registrations.ts";
import { environmentIn } from "./environment-in.ts";

/** What the service `shop` registers, blue serving, where ECS keeps as many tasks as are given. */
async function service(
  args: Partial<AwsBlueGreenServiceArgs>,
  wanted: ObservedService["wanted"] = { blue: { tasks: 2, declared: 2 }, green: { tasks: 2, declared: 2 } },
  { preview = false, more = {} }: { preview?: boolean; more?: Partial<ObservedService> } = {},
) {
  const { resources } = await registrationsOf(
    async () => {
      const environment = await environmentIn({}, observed(steady({ wanted, ...more })));
      const colors = { activeColor: "blue", blue: release("1"), green: release("2") } as const;
      return new AwsBlueGreenService("shop", { environment, ...colors, ...args });
    },
    { preview },
  );
  return resources;
}

const SIX = { blue: { tasks: 6, declared: 2 }, green: { tasks: 2, declared: 2 } };

it("leaves the number of tasks that somebody has given a color, whatever a refresh makes of the state", async () => {
  const { inputs, ignoreChanges } = find(await service({}, SIX), "Service", "shop-blue");
  expect(ignoreChanges).toContain("desiredCount");
  expect(inputs).toMatchObject({ desiredCount: 2, tags: { "tidegate:replicas": "2" } });
});

it("changes by `replicas` nothing but how many tasks there are: no task definition, and no traffic", async () => {
  const [before, after] = [await service({}), await service({ replicas: 4 })];
  const changed = after.filter((each, index) => JSON.stringify(each) !== JSON.stringify(before[index])).map(key);
  expect(changed).toEqual(["BlueGreenService shop", "Service shop-blue", "Service shop-green"]);
  const { inputs, ignoreChanges } = find(after, "Service", "shop-blue");
  expect(inputs).toMatchObject({ desiredCount: 4, tags: { "tidegate:replicas": "4" } });
  expect(ignoreChanges).not.toContain("desiredCount");
});

it("says in a preview that a color is brought up first, and that nobody who serves is touched", async () => {
  const info = vi.spyOn(pulumi.log, "info").mockResolvedValue();
  onTestFinished(() => info.mockRestore());
  await service({ activeColor: "green" }, SIX, { preview: true });
  const lines = info.mock.calls.map(([line]) => line);
  expect(lines).toContain("shop: traffic moves blue → green after 6 replicas pass; 0 active containers touched");
  expect(lines).toContain("shop.green: is brought up from 2 to 6 tasks before it serves, never fewer than serve now.");
});

describe("auto scaling", () => {
  const scaling = { max: 10, cpu: 60, requests: 600 };
  const targetOf = (color: string, serves: boolean) => ({
    ...{ serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount", minCapacity: 2, maxCapacity: 10 },
    resourceId: `service/arn:aws-id/p-dev-shop-${color}`,
    suspendedState: {
      ...{ dynamicScalingInSuspended: !serves, dynamicScalingOutSuspended: !serves },
      scheduledScalingSuspended: false,
    },
    tags: expect.objectContaining({ "tidegate:service": "shop", "tidegate:color": color }) as unknown,
  });

  it("is of both colors, and suspended of the one that does not serve", async () => {
    const resources = await service({ scaling });
    const scaled = resources.filter(({ type }) => type.startsWith("aws:appautoscaling/"));
    expect(scaled.map((each) => `${key(each)} < ${each.parent}`)).toEqual([
      "Policy shop-blue-cpu < BlueGreenService shop",
      "Policy shop-blue-requests < BlueGreenService shop",
      "Policy shop-green-cpu < BlueGreenService shop",
      "Policy shop-green-requests < BlueGreenService shop",
      "Target shop-blue < BlueGreenService shop",
      "Target shop-green < BlueGreenService shop",
    ]);
    expect(find(resources, "Target", "shop-blue").inputs).toEqual(targetOf("blue", true));
    expect(find(resources, "Target", "shop-green").inputs).toEqual(targetOf("green", false));
    expect(find(resources, "Service", "shop-green").inputs["tags"]).toMatchObject({ "tidegate:scaling": "on" });
  });

  it("follows what is declared", async () => {
    const resources = await service({ scaling });
    const policy = (metric: string) => find(resources, "Policy", `shop-blue-${metric}`).inputs;
    const ofTarget = {
      ...{ policyType: "TargetTrackingScaling", serviceNamespace: "ecs" },
      ...{ scalableDimension: "ecs:service:DesiredCount", resourceId: "service/arn:aws-id/p-dev-shop-blue" },
    };
    expect(policy("cpu")).toEqual({
      ...{ ...ofTarget, name: "cpu" },
      targetTrackingScalingPolicyConfiguration: {
        targetValue: 60,
        predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
      },
    });
    expect(policy("requests")).toEqual({
      ...{ ...ofTarget, name: "requests" },
      targetTrackingScalingPolicyConfiguration: {
        targetValue: 600,
        predefinedMetricSpecification: {
          predefinedMetricType: "ALBRequestCountPerTarget",
          resourceLabel: expect.any(String) as string,
        },
      },
    });
  });

  it("is handed over by the cutover, and declared so after it", async () => {
    const resources = await service({ scaling, activeColor: "green" });
    const { inputs, dependsOn } = find(resources, "Target", "shop-green");
    expect(inputs).toEqual(targetOf("green", true));
    expect(dependsOn).toContain("Command shop-cutover");
    expect(find(resources, "Target", "shop-blue").inputs).toEqual(targetOf("blue", false));
  });

  it("lets neither color shrink while a canary has them share the traffic", async () => {
    const resources = await service({ scaling, activeColor: "green", canary: { steps: "5% 10m, 100%" } });
    for (const color of ["blue", "green"]) {
      expect(find(resources, "Target", `shop-${color}`).inputs["suspendedState"]).toEqual({
        ...{ dynamicScalingInSuspended: true, dynamicScalingOutSuspended: false, scheduledScalingSuspended: false },
      });
    }
  });

  it("is not there where none is declared", async () => {
    const resources = await service({});
    expect(resources.filter(({ type }) => type.startsWith("aws:appautoscaling/"))).toEqual([]);
    expect(find(resources, "Service", "shop-blue").inputs["tags"]).not.toHaveProperty("tidegate:scaling");
  });
});

describe("a color that serves no more", () => {
  const idle = { replicas: 0, after: "1h" };
  const sealed = { blue: seal(release("1")), green: seal(release("2")) };
  const NOW = 1_700_000_000;
  const served = (recordedAt: number) => ({ more: { record: record({ sealed }), recordedAt } });
  const commandOf = async (args: Partial<AwsBlueGreenServiceArgs>, recordedAt: number, green = 2) => {
    const wanted = { blue: { tasks: 2, declared: 2 }, green: { tasks: green, declared: 2 } };
    return find(await service(args, wanted, served(recordedAt)), "Command", "shop-idle");
  };

  it("has its tasks taken away by a command that is told what was seen", async () => {
    const { inputs, parent, dependsOn, ignoreChanges } = await commandOf({ idle }, NOW - 3600);
    const { environment, ...commands } = inputs as { environment: Record<string, string> }; // a command has one
    const run = "node platforms/aws/control/main.js idle";
    expect(commands).toEqual({ create: run, update: run, logging: "stderr" });
    const task = readTask(awsTaskSchemas.idle, "the test", environment);
    expect(task).toMatchObject({ service: "shop", color: "green", from: 2, to: 0, asked: NOW });
    expect(Object.keys(environment)).toHaveLength(Object.keys(task).length);
    expect(parent).toBe("BlueGreenService shop");
    expect(dependsOn).toContain("Service shop-green");
    expect(ignoreChanges).toEqual([]);
  });

  it("has a command that does nothing while it keeps them", async () => {
    const { inputs, ignoreChanges } = await commandOf({ idle }, NOW - 3599);
    expect(inputs).toEqual({ logging: "stderr" });
    expect(ignoreChanges).toEqual(["create", "update", "environment", "logging"]);
  });

  it("keeps the number that it has while its tasks are gone, also by a refresh", async () => {
    const wanted = { blue: { tasks: 2, declared: 2 }, green: { tasks: 0, declared: 2 } };
    const resources = await service({ idle, replicas: 3 }, wanted, served(NOW - 7200));
    expect(find(resources, "Service", "shop-green").ignoreChanges).toContain("desiredCount");
    expect(find(resources, "Service", "shop-blue").ignoreChanges).not.toContain("desiredCount");
  });

  it("keeps all its tasks where nothing else is declared", async () => {
    const resources = await service({}, undefined, served(0));
    expect(resources.map(key)).not.toContain("Command shop-idle");
  });
});
