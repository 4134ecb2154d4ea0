import { describe, expect, it } from "vitest";
import { BlueGreenService } from "../../components/blue-green-service.ts";
import { abortCanaryTaskSchema } from "../../delivery/control/task.ts";
import { edgeHash } from "../../edge/edge-hash.ts";
import { readTask } from "../../edge/tasks.ts";
import type { Observed } from "../../model/observed.ts";
import { edgeSchema } from "../../model/stack-config.ts";
import { observed, release } from "../unit/edge/observed.ts";
import { CANARY, underWay } from "../unit/plan/under-way.ts";
import { environmentOn } from "./environment-on.ts";
import { find, key, registrationsOf, type Registration } from "./registrations.ts";

const NAME = "shop-canary-abort";
const ENDS = { canary: { ...CANARY, onNewVersion: "abort" as const } };

async function service(args: object, host: Observed = underWay()): Promise<readonly Registration[]> {
  const hash = edgeHash(edgeSchema.parse({}));
  const hosts = host.hosts.map((one) => ({ ...one, edge: one.edge && { ...one.edge, hash } }));
  const { resources } = await registrationsOf(
    () =>
      new BlueGreenService("shop", {
        ...{ environment: environmentOn({ ...host, hosts }), activeColor: "green" },
        ...{ blue: release("1"), green: release("2"), ...args },
      }),
  );
  return resources;
}

const command = (resources: readonly Registration[]) => find(resources, "Command", NAME);
const variables = (resource: Registration) => resource.inputs["environment"] as Record<string, string>; // every command of ours has them
const task = (resources: readonly Registration[]) =>
  readTask(abortCanaryTaskSchema, "abort-canary", variables(command(resources)));

describe("the end of a canary in whose place another version comes", () => {
  it("is no resource where none is to be ended", async () => {
    const resources = [...(await service({ canary: CANARY })), ...(await service({}, observed()))];
    expect(resources.map(key).filter((name) => name.includes(NAME))).toEqual([]);
  });

  it("stays what it was, and does nothing where it is made, while nothing is to be ended", async () => {
    for (const resources of [await service(ENDS), await service(ENDS, observed())]) {
      expect(task(resources)).toMatchObject({ service: "shop", aborted: 0 });
      expect(command(resources).ignoreChanges).toEqual(["create", "update", "environment", "logging"]);
    }
  });

  it("comes after the gates, and before anything of its color is replaced", async () => {
    const resources = await service({ ...ENDS, green: release("3"), gates: { window: { zone: "Europe/Berlin" } } });
    expect(task(resources)).toMatchObject({ service: "shop", aborted: 7, color: "blue", version: "3" });
    expect(command(resources).ignoreChanges).toEqual([]);
    expect(command(resources).parent).toBe(`CanaryAbort ${NAME}`);
    expect(command(resources).dependsOn).toContain("Command shop-gates");
    for (const name of ["shop-blue-0", "shop-green-1"]) {
      expect(find(resources, "Container", name).dependsOn).toContain(`Command ${NAME}`);
    }
    // Two switches: the way back, and the new version's.
    expect(variables(find(resources, "Command", "shop-cutover"))).toMatchObject({ TIDEGATE_GENERATION: "9" });
  });
});
