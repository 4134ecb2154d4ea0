import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { observe } from "../../edge/observe.ts";
import { observed, release } from "../unit/edge/observed.ts";
import { find, key, registrationsOf, valueOf, type Registration } from "./registrations.ts";

vi.mock("../../edge/observe.ts", () => ({ observe: vi.fn() }));

const service = (path: string) => ({ activeColor: "blue", blue: release("1"), route: { path } });

describe("the program", () => {
  beforeEach(() => {
    vi.resetModules(); // a program runs once per process
    vi.mocked(observe).mockResolvedValue(observed(null, { environment: null, edge: null }));
  });
  afterEach(() => pulumi.runtime.setAllConfig({}));

  const run = (config: Record<string, unknown>, into: Registration[] = []) =>
    registrationsOf(
      async () => {
        const texts = Object.entries(config).map(
          ([name, value]) => [`tidegate:${name}`, JSON.stringify(value)] as const,
        );
        pulumi.runtime.setAllConfig(Object.fromEntries(texts));
        return import("../../infra/index.ts");
      },
      { into },
    );

  it("puts all services of the config behind one edge, in the order of their names", async () => {
    const { resources, result } = await run({ services: { web: service("/"), api: service("/api") } });
    const edges = resources.filter(({ type }) => type === "tidegate:index:Edge");
    expect(edges.map((edge) => `${key(edge)} < ${edge.parent}`)).toEqual(["Edge edge < undefined"]);
    expect(Object.keys(result.services)).toEqual(["api", "web"]);
    for (const name of ["api", "web"]) {
      expect(find(resources, "Container", `${name}-blue-0`).dependsOn).toContain("Command edge-base");
    }
    const { api } = result.services;
    expect(api === undefined ? undefined : await valueOf(api.url)).toBe("http://127.0.0.1:8080/api");
    expect(await valueOf(result.environment)).toBe("e1");
  });

  it("makes an agent where one is declared, and none where nothing needs it", async () => {
    const declared = { services: { web: service("/") } };
    const agents = (all: readonly Registration[]) => all.filter(({ type }) => type === "tidegate:index:Agent");
    expect(agents((await run(declared)).resources)).toEqual([]);
    vi.resetModules();
    const { resources } = await run({ ...declared, agent: { run: "always" } });
    expect(agents(resources).map(({ inputs }) => inputs)).toEqual([{ run: "always" }]);
  });

  it("makes a Prometheus of its own where one is declared, an agent for it, and none elsewhere", async () => {
    const receivers = { team: { urlSecretName: "CHAT" } };
    const config = {
      ...{ services: { web: service("/") }, secrets: { observability: { CHAT: "https://chat.test/hook" } } },
      observability: { prometheus: true, receivers },
    };
    const { resources } = await run(config);
    expect(resources.map(key)).toEqual(expect.arrayContaining(["Agent agent", "Container observability-prometheus"]));
    const { inputs } = find(resources, "Command", "observability-alertmanager-config");
    expect(JSON.parse(String(inputs["stdin"]))).toMatchObject({ "team-url": "https://chat.test/hook" });
    vi.resetModules();
    const without = await run({ ...config, observability: { receivers } });
    expect(without.resources.map(key).filter((one) => one.includes("observability"))).toEqual([]);
  });

  it("registers nothing of a service when any of them is refused, and tells all reasons", async () => {
    vi.mocked(observe).mockResolvedValue(observed(undefined, { environment: "e1" }));
    const registered: Registration[] = [];
    const config = {
      services: {
        api: { ...service("/api"), allowActiveReplace: true },
        shop: { ...service("/"), blue: release("9") },
      },
      edge: { http: "127.0.0.1:9999" },
    };
    await expect(run(config, registered)).rejects.toThrow(
      /^services\.shop\.blue\.version: blue is active and cannot be replaced.*\nedge: this change replaces/,
    );
    expect(registered.map(key)).toEqual(["RandomId environment", "RandomPassword name-key"]);
  });
});
