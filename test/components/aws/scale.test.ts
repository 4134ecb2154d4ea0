import * as pulumi from "@pulumi/pulumi";
import { expect, it, onTestFinished, vi } from "vitest";
import type { ObservedService } from "../../../model/observed.ts";
import {
  AwsBlueGreenService,
  type AwsBlueGreenServiceArgs,
} from "../../../platforms/aws/components/blue-green-service.ts";
import { observed, release, steady } from "../../unit/edge/observed.ts";
import { find, key, registrationsOf } from "../registrations.ts";
import { environmentIn } from "./environment-in.ts";

/** What the service `shop` registers, blue serving, where ECS keeps as many tasks as are given. */
async function service(
  args: Partial<AwsBlueGreenServiceArgs>,
  wanted: ObservedService["wanted"] = { blue: { tasks: 2, declared: 2 }, green: { tasks: 2, declared: 2 } },
  { preview = false } = {},
) {
  const { resources } = await registrationsOf(
    async () => {
      const environment = await environmentIn({}, observed(steady({ wanted })));
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
