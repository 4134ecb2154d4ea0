import { describe, expect, it } from "vitest";
import { BlueGreenService } from "../../components/blue-green-service.ts";
import { ServiceGroup, type GroupedServiceArgs } from "../../components/service-group.ts";
import { parseTask } from "../../edge/tasks.ts";
import { observed, record, release, seal, steady } from "../unit/edge/observed.ts";
import { environmentOn } from "./environment-on.ts";
import { find, key, registrationsOf, valueOf, type Registration } from "./registrations.ts";

const GATES = { window: { zone: "Europe/Berlin" } };
const own = (change: Partial<GroupedServiceArgs> = {}): GroupedServiceArgs => ({
  ...{ activeColor: "green", replicas: 1, blue: release("1"), green: release("2"), ...change },
});
const NEW = observed(null, { environment: null, edge: null });

function group(services: Record<string, GroupedServiceArgs>, on = NEW) {
  return registrationsOf(() => new ServiceGroup("checkout", { environment: environmentOn(on), services }));
}

const command = (resources: readonly Registration[], name: string) => find(resources, "Command", name);
const variables = (resources: readonly Registration[]) =>
  command(resources, "checkout-cutover").inputs["environment"] as Record<string, string>; // every command of ours has them

describe("services of a group", () => {
  it("move with one cutover, after the pools and the config of all", async () => {
    const { resources, result } = await group({ pay: own({ activeColor: "blue" }), cart: own() });
    const cutovers = resources.map(key).filter((name) => /cutover/i.test(name));
    expect(cutovers).toEqual(["Command checkout-cutover", "GroupCutover checkout-cutover"]);
    expect(command(resources, "checkout-cutover").dependsOn).toEqual(
      expect.arrayContaining(["Command cart-edge-config", "Command pay-edge-config", "Container pay-blue-0"]),
    );
    const task = parseTask("cutover-group", variables(resources));
    const { generation } = task.members["cart"] ?? {};
    expect(task).toMatchObject({
      group: "checkout",
      members: {
        cart: { color: "green", version: "2", release: seal(release("2")).hash, generation },
        pay: { color: "blue", version: "1", release: seal(release("1")).hash, generation },
      },
    });
    expect(await Promise.all(Object.values(result.services).map(({ activeColor }) => valueOf(activeColor)))).toEqual([
      ...["green", "blue"], // by name
    ]);
  });

  it("are called and placed as they are alone, so that they keep their containers", async () => {
    const { resources } = await group({ shop: own(), pay: own() });
    const alone = await registrationsOf(
      () => new BlueGreenService("shop", { environment: environmentOn(NEW), ...own() }),
    );
    const containers = (all: readonly Registration[]) =>
      all
        .filter((one) => one.type.endsWith(":Container") && one.name.startsWith("shop-") && one.name !== "shop-edge")
        .map((one) => `${key(one)} < ${one.parent}`);
    expect(containers(resources)).toEqual(containers(alone.resources));
    expect(containers(resources)).toHaveLength(2);
    expect(find(resources, "BlueGreenService", "shop").parent).toBeUndefined();
  });

  it("wait with every pool for the gates of all", async () => {
    const { resources } = await group({ cart: own({ gates: GATES }), pay: own({ gates: GATES }), web: own() });
    for (const pool of ["cart-blue-0", "pay-green-0", "web-blue-0"]) {
      expect(find(resources, "Container", pool).dependsOn).toEqual(
        expect.arrayContaining(["Command cart-gates", "Command pay-gates"]),
      );
    }
    expect(variables(resources)).toMatchObject({
      TIDEGATE_SINCE: "1700000000",
      TIDEGATE_GATES: expect.stringMatching(/^\{"cart":.*,"pay":.*\}$/) as unknown,
    });
  });

  it("make their pools in order, and side by side where it is the same", async () => {
    const { resources } = await group({ a: own({ order: 2 }), b: own({ order: 1 }), c: own({ order: 1 }) });
    const waitsFor = (pool: string) =>
      find(resources, "Container", pool).dependsOn.filter((name) => /^Container .*-(?:blue|green)-0$/.test(name));
    expect(waitsFor("a-blue-0")).toEqual(
      ["b-blue-0", "b-green-0", "c-blue-0", "c-green-0"].map((name) => `Container ${name}`),
    );
    expect(waitsFor("b-blue-0")).toEqual([]);
    expect(waitsFor("c-green-0")).toEqual([]);
  });

  it("are told the moment of the last release where none is made", async () => {
    const sealed = { blue: seal(release("1")), green: seal(release("2")) };
    const { resources } = await group(
      { shop: own({ gates: GATES }), pay: own() },
      observed(steady({ record: record({ sealed }) }), { edge: null }),
    );
    expect(command(resources, "checkout-cutover").ignoreChanges).toEqual(["environment.TIDEGATE_SINCE"]);
  });

  it("are two at least, and say their group through it alone", async () => {
    await expect(group({ cart: own() })).rejects.toThrow("services: must be two at least in a group, got 1.");
    const stray = () => new BlueGreenService("cart", { environment: environmentOn(NEW), ...own(), group: "checkout" });
    await expect(registrationsOf(stray)).rejects.toThrow(
      'services.cart.group: is for ServiceGroup to say, got "checkout"',
    );
  });
});
