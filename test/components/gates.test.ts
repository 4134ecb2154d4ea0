import { describe, expect, it } from "vitest";
import { BlueGreenService } from "../../components/blue-green-service.ts";
import { gatesTaskSchema } from "../../delivery/control/task.ts";
import { edgeHash } from "../../edge/edge-hash.ts";
import { readTask } from "../../edge/tasks.ts";
import type { Observed } from "../../model/observed.ts";
import { edgeSchema } from "../../model/stack-config.ts";
import { observed, record, release, seal, steady } from "../unit/edge/observed.ts";
import { environmentOn } from "./environment-on.ts";
import { find, key, registrationsOf, type Registration } from "./registrations.ts";

const GATES = { window: { zone: "Europe/Berlin" } };
const SEALED = steady({ record: record({ sealed: { blue: seal(release("1")), green: seal(release("2")) } }) });

async function service(args: object, host: Observed = observed()): Promise<readonly Registration[]> {
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

const command = (resources: readonly Registration[], name: string) => find(resources, "Command", name);
const variables = (resource: Registration) => resource.inputs["environment"] as Record<string, string>; // every command of ours has them
const task = (resources: readonly Registration[]) =>
  readTask(gatesTaskSchema, "gates", variables(command(resources, "shop-gates")));

describe("the gates of a service", () => {
  it.each([[undefined], [{}], [{ window: null }]])("are no resource where %j is declared", async (gates) => {
    const resources = await service(gates === undefined ? {} : { gates });
    expect(resources.map(key).filter((name) => name.includes("gates"))).toEqual([]);
    expect(Object.keys(variables(command(resources, "shop-cutover")))).not.toContain("TIDEGATE_GATES");
  });

  it("have the defaults of the stack's tier", async () => {
    const declared = async (tier: "dev" | "prod") => {
      const environment = { ...environmentOn(observed(null, { environment: null, edge: null })), tier };
      const args = { environment, activeColor: "green", green: release("2"), gates: { window: true } } as const;
      const { resources } = await registrationsOf(() => new BlueGreenService("shop", args));
      return task(resources).gates.window;
    };
    expect(await declared("prod")).toMatchObject({ open: ["mon-fri 09:00-17:00"] });
    expect(await declared("dev")).not.toMatchObject({ open: ["mon-fri 09:00-17:00"] });
  });

  it("come after the edge and before the pools", async () => {
    const resources = await service({ gates: GATES });
    expect(command(resources, "shop-gates").parent).toBe("Gates shop-gates");
    expect(command(resources, "shop-gates").dependsOn).toContain("Command shop-edge-base");
    for (const name of ["shop-blue-0", "shop-green-1"]) {
      expect(find(resources, "Container", name).dependsOn).toContain("Command shop-gates");
    }
    // Not even its image is pulled before.
    for (const name of ["shop-blue", "shop-green"]) {
      expect(find(resources, "RemoteImage", name).dependsOn).toContain("Command shop-gates");
    }
  });

  it("are asked for a release that has not served, anew with every run", async () => {
    const resources = await service({ gates: GATES });
    expect(task(resources)).toMatchObject({
      ...{
        service: "shop",
        color: "green",
        generation: 8,
        replicas: 2,
        tier: "dev",
        moves: "yes",
        asked: 1_700_000_000,
      },
      ...{ gates: { window: { zone: "Europe/Berlin" } }, release: { version: "2" } },
    });
    expect(command(resources, "shop-gates").ignoreChanges).toEqual([]);
    const cutover = command(resources, "shop-cutover");
    expect(variables(cutover)).toMatchObject({ TIDEGATE_SINCE: "1700000000" });
    expect(cutover.ignoreChanges).toEqual([]);
  });

  it.each([
    ["traffic stays", { activeColor: "blue" }, observed()],
    ["traffic goes back to what has served", {}, observed(SEALED)],
  ])("stay as they were where %s", async (_what, args, host) => {
    const resources = await service({ gates: GATES, ...args }, host);
    expect(task(resources).moves).toBe("no");
    expect(command(resources, "shop-gates").ignoreChanges).toEqual(["create", "update", "environment", "logging"]);
    expect(variables(command(resources, "shop-cutover"))["TIDEGATE_SINCE"]).toBeUndefined();
    expect(command(resources, "shop-cutover").ignoreChanges).toEqual(["environment.TIDEGATE_SINCE"]);
  });

  it("are asked by an edge that does not remember what has served", async () => {
    expect(task(await service({ gates: GATES }, observed(steady({ record: null, workers: [] })))).moves).toBe("yes");
  });
});
