import { describe, expect, it } from "vitest";
import type { EngineContainer } from "../../../../delivery/retention/engine-things.ts";
import { findOrphans, type OrphanInput, type StackClaim } from "../../../../delivery/retention/find-orphans.ts";
import { LABEL } from "../../../../model/names.ts";

const NOW = 1_000_000;
const { environment, project, stack, role, color, service } = LABEL;
const labelsOf = (of: string, id?: string) => ({
  [project]: "shop",
  [stack]: of,
  ...(id === undefined ? {} : { [environment]: id }),
});

function container(
  name: string,
  labels: Record<string, string>,
  change: Partial<EngineContainer> = {},
): EngineContainer {
  return { id: `c-${name}`, name, image: "i", state: "running", madeAt: 0, labels, ...change };
}

/** Stack prod of environment e1, of which the state has `shop-prod-edge`. */
function find({ things = {}, ...change }: Partial<Omit<OrphanInput, "things">> & { things?: object }) {
  return findOrphans({
    ...{ project: "shop", stack: "prod", recorded: ["shop-prod-edge"], plan: { containers: [], images: [] } },
    claims: new Map<string, StackClaim>([
      ["prod", { hasFile: true, environments: ["e1"] }],
      ["stg", { hasFile: true, environments: [] }],
      ["old", { hasFile: false, environments: [] }],
      ["moved", { hasFile: false, environments: ["e5"] }],
      ["sealed", { hasFile: true, environments: null }],
    ]),
    things: { containers: [], networks: [], volumes: [], now: NOW, ...things },
    ...change,
  });
}

const namesOf = (things: object) => find({ things }).orphans.map(({ name }) => name);

describe("what no stack owns", () => {
  it("is what bears the name of a stack that has neither file nor state", () => {
    const volumes = [{ name: "v", labels: labelsOf("old", "e0"), isMounted: true }];
    const networks = [
      { name: "n", labels: labelsOf("old", "e0") },
      { name: "m", labels: labelsOf("moved", "e5") },
    ];
    const containers = [container("c", labelsOf("old", "e0"), { state: "exited" })];
    const { orphans } = find({ things: { volumes, networks, containers } });
    expect(orphans.map(({ kind, holds, remedy }) => [kind, holds, remedy])).toEqual([
      ["container", "nothing", "docker"],
      ["network", "nothing", "docker"],
      ["volume", "data", "docker"],
    ]);
    expect(orphans[0]?.why).toBe("the project has no Pulumi.old.yaml, and no state here knows such a stack");
  });

  it("is what another environment of the same name left, and says so", () => {
    const networks = [
      { name: "mine", labels: labelsOf("prod", "e1") },
      { name: "theirs", labels: labelsOf("prod", "e2") },
      { name: "stg", labels: labelsOf("stg", "e3") },
    ];
    expect(find({ things: { networks } }).orphans).toMatchObject([
      { name: "stg", environment: "e3", why: expect.stringMatching(/\(known: none yet\)/) as string },
      {
        name: "theirs",
        environment: "e2",
        why: expect.stringMatching(/which no state here knows \(known: e1\)/) as string,
      },
    ]);
  });

  it("is never what a stack has whose state cannot be read", () => {
    expect(namesOf({ networks: [{ name: "n", labels: labelsOf("sealed", "e9") }] })).toEqual([]);
  });

  it("is a container of the stack that runs without its state, but for a young one, a helper, and after a kill", () => {
    const own = labelsOf("prod", "e1");
    const containers = [
      container("shop-prod-edge", own),
      container("shop-prod-shop-blue-7", own),
      container("young", own, { madeAt: NOW - 60 }),
      container("helper", { ...own, [role]: "helper" }),
      container("dead", own, { state: "exited" }),
    ];
    expect(namesOf({ containers })).toEqual(["shop-prod-shop-blue-7"]);
    expect(find({ things: { containers }, recorded: null }).orphans).toEqual([]);
  });

  it("is kept data and secrets that no container has, apart from each other, and not the edge's memory", () => {
    const volumes = [
      { name: "data", labels: { ...labelsOf("prod"), [service]: "shop" }, isMounted: false },
      { name: "shop-prod-ledger", labels: labelsOf("prod"), isMounted: false },
      { name: "used", labels: labelsOf("prod"), isMounted: true },
      { name: "secrets", labels: { ...labelsOf("prod", "e1"), [color]: "blue" }, isMounted: false },
      { name: "shop-prod-agent-secrets-0", labels: labelsOf("prod", "e1"), isMounted: false },
      { name: "edge", labels: labelsOf("prod", "e1"), isMounted: false },
    ];
    expect(find({ things: { volumes } }).orphans.map(({ name, holds }) => [name, holds])).toEqual([
      ["secrets", "nothing"],
      ["shop-prod-agent-secrets-0", "nothing"],
      ["data", "data"],
      ["shop-prod-ledger", "data"],
    ]);
  });

  it("is listed alike in whichever order the engine lists it", () => {
    const volumes = ["kept", "gone-edge", "also"].map((name) => ({ name, labels: labelsOf("prod"), isMounted: false }));
    const networks = ["two", "one"].map((name) => ({ name, labels: labelsOf("old") }));
    const listed = find({ things: { volumes, networks } }).orphans.map(({ name }) => name);
    expect(listed).toEqual(["one", "two", "also", "gone-edge", "kept"]);
    const turned = find({ things: { volumes: volumes.toReversed(), networks: networks.toReversed() } }).orphans;
    expect(turned.map(({ name }) => name)).toEqual(listed);
  });

  it("is what a prune would remove, which is then the way to do it", () => {
    const containers = [container("dead", labelsOf("prod", "e1"), { state: "exited" })];
    const plan = {
      containers: [{ id: "c-dead", name: "dead", state: "exited", goes: true, why: "no state knows it" }],
      images: [
        { id: "i1", names: ["shop:1"], bytes: 1, goes: true, why: "nothing uses it" },
        { id: "i2", names: ["shop:2"], bytes: 1, goes: false, why: "it serves" },
      ],
    };
    expect(find({ things: { containers }, plan }).orphans).toMatchObject([
      { kind: "container", name: "dead", environment: "e1", remedy: "prune" },
      { kind: "image", name: "shop:1", remedy: "prune" },
    ]);
  });

  it("is nothing of another project, which is counted", () => {
    const labels = { ...labelsOf("prod", "e1"), [project]: "blog" };
    const networks = [
      { name: "n", labels },
      { name: "foreign", labels: {} },
    ];
    expect(find({ things: { networks, containers: [container("c", labels)] } })).toEqual({
      orphans: [],
      foreign: [{ project: "blog", stack: "prod", count: 2 }],
    });
  });
});
