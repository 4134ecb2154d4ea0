import { describe, expect, it } from "vitest";
import { createAppVolumes } from "../../components/app-volumes.ts";
import { BlueGreenService } from "../../components/blue-green-service.ts";
import { Cutover } from "../../components/cutover.ts";
import { EdgeConfig } from "../../components/edge-config.ts";
import { Edge } from "../../components/edge.ts";
import { Pool } from "../../components/pool.ts";
import { releaseSchema } from "../../model/release.ts";
import { planService } from "../../plan/plan-service.ts";
import { observedHost, observedOn, record, release, replicas, seal, spec, steady } from "../unit/edge/observed.ts";
import { environmentOn } from "./environment-on.ts";
import { find, key, registrationsOf, type Registration } from "./registrations.ts";

/** On `b` one of blue's containers is not what it has served with, and the edge has another part of the config. */
function observed() {
  const [first, second] = replicas("blue", seal(release("1")));
  if (first === undefined || second === undefined) throw new Error("the sample has two");
  const config = { hash: "another", counter: 8 };
  const behind = steady({ record: record({ config }), replicas: [first, { ...second, release: "another hash" }] });
  return observedOn([observedHost(steady(), { name: "a" }), observedHost(behind, { name: "b" })]);
}

const addressOf = (resources: readonly Registration[], name: string) =>
  (find(resources, "Command", name).inputs["environment"] as Record<string, string>)["TIDEGATE_HOST"]; // each has it
const THIS = "unix:///var/run/docker.sock";

describe("an environment of two hosts", () => {
  it("has an edge on each, everything of it named after its host", async () => {
    const { resources } = await registrationsOf(
      () => new Edge("edge", { environment: environmentOn(observed()), allowEdgeReplace: true }),
    );
    expect(resources.filter(({ parent }) => parent === "Edge edge").map(key)).toEqual([
      ...["Command edge-base-a", "Command edge-base-b", "Command edge-limits-a", "Command edge-limits-b"],
      ...["Container edge-a", "Container edge-b", "Network edge-a", "Network edge-b"],
      ...["RemoteImage edge-a", "RemoteImage edge-b", "Volume edge-a"],
      ...["Volume edge-agent-a", "Volume edge-agent-b", "Volume edge-b"],
      ...["Volume edge-ledger-a", "Volume edge-ledger-b"],
    ]);
    for (const name of ["a", "b"]) {
      const container = find(resources, "Container", `edge-${name}`);
      expect(container.provider).toBe(`docker docker-${name}`);
      expect(container.inputs["name"]).toBe("p-dev-edge");
      expect(container.dependsOn).toEqual([
        `Network edge-${name}`,
        `RemoteImage edge-${name}`,
        ...["", "agent-", "ledger-"].map((which) => `Volume edge-${which}${name}`).toSorted(),
      ]);
    }
    expect([addressOf(resources, "edge-base-a"), addressOf(resources, "edge-base-b")]).toEqual([
      THIS,
      "ssh://deploy@b",
    ]);
  });

  it("has the pool of a color on each, and pins there what is sealed there", async () => {
    const { resources } = await registrationsOf(() => {
      const environment = environmentOn(observed());
      const plan = planService("shop", spec(), environment.observed).colors.blue;
      if (plan === null) throw new Error("the sample declares blue");
      const shared = { ...{ environment, service: "shop", color: "blue" as const, plan, replicas: 2, drain: "10s" } };
      const secret = { secrets: {}, secretVolume: null };
      return new Pool("shop-blue", { ...shared, ...secret, network: "p-dev", volumes: {}, after: [], gates: [] });
    });
    expect(resources.filter(({ parent }) => parent === "Pool shop-blue").map(key)).toEqual([
      ...["Command shop-blue-limits-a", "Command shop-blue-limits-b"],
      ...["Container shop-blue-0-a", "Container shop-blue-0-b", "Container shop-blue-1-a", "Container shop-blue-1-b"],
      ...["RemoteImage shop-blue-a", "RemoteImage shop-blue-b"],
    ]);
    const pinned = (name: string) => find(resources, "Container", name).ignoreChanges.includes("image");
    expect(["0-a", "1-a", "0-b", "1-b"].map((name) => pinned(`shop-blue-${name}`))).toEqual([true, true, true, false]);
  });

  it("has the secrets of a release on each, and its volumes", async () => {
    const { resources } = await registrationsOf(() => {
      const environment = environmentOn(observed());
      const volumes = [{ source: "uploads", target: "/data" }];
      const input = spec({ blue: release("3", { secrets: ["DB"], volumes }), allowActiveReplace: true });
      const plan = planService("shop", input, environment.observed).colors.blue;
      if (plan === null) throw new Error("the sample declares blue");
      const edge = new Edge("edge", { environment, allowEdgeReplace: true });
      const names = createAppVolumes(environment, "shop", [plan.release], edge);
      const shared = { ...{ environment, service: "shop", color: "blue" as const, plan, replicas: 1, drain: "10s" } };
      const secret = { secrets: { DB: "hunter2" }, secretVolume: "p-dev-shop-blue-secrets-1" };
      return new Pool("shop-blue", {
        ...shared,
        ...secret,
        network: edge.network,
        volumes: names,
        after: [edge],
        gates: [],
      });
    });
    for (const name of ["a", "b"]) {
      expect(find(resources, "Volume", `shop-data-uploads-${name}`).provider).toBe(`docker docker-${name}`);
      expect(find(resources, "Command", `shop-blue-secrets-${name}`).dependsOn).toEqual([
        ...["RemoteImage shop-blue-a", "RemoteImage shop-blue-b"],
      ]);
      expect(find(resources, "Container", `shop-blue-0-${name}`).inputs["mounts"]).toMatchObject([
        { source: "p-dev-shop-data-uploads" },
        { source: "p-dev-shop-blue-secrets-1" },
      ]);
    }
  });

  it("has a service's part of the proxy's config on each, with what that edge applied last counted on", async () => {
    const { resources } = await registrationsOf(() => {
      const releases = { blue: seal(release("1")), green: null };
      const args = { environment: environmentOn(observed()), service: "shop", spec: spec(), after: [], releases };
      return new EdgeConfig("shop-edge-config", args);
    });
    const counter = (name: string) =>
      (find(resources, "Command", `shop-edge-config-${name}`).inputs["environment"] as Record<string, string>)[
        "TIDEGATE_COUNTER"
      ];
    expect([counter("a"), counter("b")]).toEqual(["4", "9"]);
  });

  it("cannot move traffic yet, and says so", async () => {
    const environment = () => environmentOn(observedOn(["a", "b"].map((name) => observedHost(null, { name }))));
    const message = "hosts: a cutover takes exactly one, got a, b. Name one host.";
    const args = {
      service: "shop",
      color: "blue",
      release: seal(release("1")),
      generation: 7,
      isRelease: true,
      after: [],
    } as const;
    await expect(
      registrationsOf(() => new Cutover("shop-cutover", { environment: environment(), ...args })),
    ).rejects.toThrow(message);
    const blue = releaseSchema.parse(release("1"));
    await expect(
      registrationsOf(() => new BlueGreenService("api", { environment: environment(), activeColor: "blue", blue })),
    ).rejects.toThrow(message);
  });
});
