import { describe, expect, it } from "vitest";
import { readTask } from "../../../edge/tasks.ts";
import { canarySchema } from "../../../model/canary.ts";
import { guardSchema } from "../../../model/guard.ts";
import type { Observed } from "../../../model/observed.ts";
import { beginCanary } from "../../../plan/canary-steps.ts";
import { AwsBlueGreenService } from "../../../platforms/aws/components/blue-green-service.ts";
import { awsTaskSchemas } from "../../../platforms/aws/control/task.ts";
import { observed, record, release, seal, steady } from "../../unit/edge/observed.ts";
import { find, registrationsOf } from "../registrations.ts";
import { environmentIn } from "./environment-in.ts";

const CANARY = { steps: "5% 10m, 30% 30m, 100%" };

/** The service `shop`, green declared to serve in steps, in an account that is as given. */
async function service(found: Observed, more: object = {}) {
  const args = { activeColor: "green", blue: release("1"), green: release("2"), canary: CANARY, ...more } as const;
  const { resources } = await registrationsOf(async () => {
    return new AwsBlueGreenService("shop", { environment: await environmentIn({}, found), ...args });
  });
  return (type: string, name: string) => find(resources, type, name);
}

const targetGroups = (blue: number, green: number) => [
  { arn: "arn:shop-blue-id", weight: blue },
  { arn: "arn:shop-green-id", weight: green },
];

describe("a canary on AWS", () => {
  it("is declared with its first share, by the rule and to the cutover that begins it", async () => {
    const of = await service(observed(steady()));
    expect(of("ListenerRule", "shop").inputs["actions"]).toEqual([
      {
        type: "forward",
        forward: { targetGroups: targetGroups(95, 5), stickiness: { enabled: true, duration: 2_400 } },
      },
    ]);
    expect(of("ListenerRule", "shop").ignoreChanges).toEqual([]);
    expect(of("ListenerRule", "shop-preview").inputs["actions"]).toEqual([
      { type: "forward", forward: { targetGroups: targetGroups(100, 0) } },
    ]);
  });

  it("is left to its steps while it is under way, whatever its rule says by now", async () => {
    const canary = beginCanary(canarySchema.parse(CANARY), { from: "blue", replicas: 2, now: 0 });
    const sealed = { blue: seal(release("1")), green: seal(release("2")) };
    const underWay = record({ active: "green", sealed, ...(canary === null ? {} : { canary }) });
    const of = await service(observed(steady({ record: underWay, workers: ["green"] })));
    expect(of("ListenerRule", "shop").ignoreChanges).toEqual(["actions", "tags"]);
    expect(of("ListenerRule", "shop-preview").ignoreChanges).toEqual([]);
  });

  it("can be forced by a header, by a rule before all others of the public listener", async () => {
    const of = await service(observed(steady()), { route: { host: "shop.test" } });
    const own = of("ListenerRule", "shop").inputs["priority"] as number; // ours
    expect(of("ListenerRule", "shop-canary").inputs).toEqual({
      listenerArn: "arn:aws-https-id",
      priority: own - 24_999,
      conditions: [
        { hostHeader: { values: ["shop.test"] } },
        { httpHeader: { httpHeaderName: "x-canary", values: ["true"] } },
      ],
      actions: [{ type: "forward", targetGroupArn: "arn:shop-green-id" }],
      tags: expect.objectContaining({ "tidegate:service": "shop", "tidegate:color": "green" }) as object,
    });
    expect(of("ListenerRule", "shop-canary").dependsOn).toContain("ListenerRule shop");
  });

  it("is told to the cutover with its guard", async () => {
    const of = await service(observed(steady()), { guard: {} });
    const told = of("Command", "shop-cutover").inputs["environment"] as Record<string, string>; // ours
    const task = readTask(awsTaskSchemas.cutover, "test", told);
    expect(task.canary).toEqual(canarySchema.parse(CANARY));
    expect(task.guard).toEqual(guardSchema.parse({ flapping: null }));
  });
});
