import { describe, expect, it } from "vitest";
import { Edge, type EdgeArgs } from "../../components/edge.ts";
import { edgeHash } from "../../edge/edge-hash.ts";
import { parseTask } from "../../edge/tasks.ts";
import { EDGE_IMAGE } from "../../model/edge-image.ts";
import type { Observed, ObservedService } from "../../model/observed.ts";
import { observed } from "../unit/edge/observed.ts";
import { environmentOn } from "./environment-on.ts";
import { find, key, registrationsOf } from "./registrations.ts";

const PORTS = { http: "0.0.0.0:8080", preview: "127.0.0.1:8081" };

function edge(args: Partial<Omit<EdgeArgs, "environment">> = {}, host: Observed = observed(null)) {
  return registrationsOf(
    () =>
      new Edge("edge", {
        environment: environmentOn(host),
        ...PORTS,
        ...args,
      }),
  );
}

/** The edge of `observed`, as it was made from `PORTS`. */
const EDGE = { ...{ id: "edge", hash: edgeHash(PORTS), ports: [] }, base: { hash: "b", counter: 5 } };
const running = (shop?: ObservedService | null) => observed(shop, { edge: { ...EDGE, state: "running", workers: 1 } });
const stopped = () => observed(undefined, { edge: { ...EDGE, state: "restarting", workers: 0 } });

describe("the edge", () => {
  it("registers exactly these children", async () => {
    const { resources } = await edge();
    expect(resources.filter(({ parent }) => parent === "Edge edge").map(key)).toEqual([
      "Command edge-base",
      "Command edge-limits",
      "Container edge",
      "Network edge",
      "RemoteImage edge",
      "Volume edge",
      "Volume edge-agent",
      "Volume edge-ledger",
    ]);
  });

  it("shows what is declared, with every default, and no certificate", async () => {
    const { resources } = await edge({ https: "0.0.0.0:8443", certificates: { site: "pem" } });
    expect(find(resources, "Edge", "edge").inputs).toEqual({
      ...PORTS,
      https: "0.0.0.0:8443",
      accessLog: "all",
      allowEdgeReplace: false,
    });
    const allowed = await edge({ allowEdgeReplace: true });
    expect(find(allowed.resources, "Edge", "edge").inputs).toMatchObject({ ...PORTS, allowEdgeReplace: true });
  });

  it("keeps its ledger when the stack is removed, for the next environment of that name", async () => {
    const { resources } = await edge();
    const volume = find(resources, "Volume", "edge-ledger");
    expect(volume.retainOnDelete).toBe(true);
    expect(volume.inputs).toEqual({
      name: "p-dev-ledger",
      labels: [
        { label: "tidegate.project", value: "p" },
        { label: "tidegate.role", value: "volume" },
        { label: "tidegate.stack", value: "dev" },
      ],
    });
  });

  it("has a volume for the agent that goes with the environment", async () => {
    const { resources } = await edge();
    const volume = find(resources, "Volume", "edge-agent");
    expect(volume.retainOnDelete).toBeFalsy();
    expect(volume.inputs["labels"]).toContainEqual({ label: "tidegate.environment", value: "e1" });
    expect(volume.inputs["labels"]).toContainEqual({ label: "tidegate.role", value: "agent" });
  });

  it("is a hardened container with a volume, a network and its published ports", async () => {
    const { resources } = await edge({ https: "[::1]:8443", certificates: { site: "pem" } });
    expect(find(resources, "RemoteImage", "edge").inputs).toEqual({ name: EDGE_IMAGE, keepLocally: true });
    expect(find(resources, "Network", "edge").inputs).toMatchObject({ name: "p-dev", driver: "bridge" });
    expect(find(resources, "Network", "edge").ignoreChanges).toEqual([
      "driver",
      "driverOpts",
      "labels",
      "ipamConfigs",
      "options",
    ]);
    expect(find(resources, "Volume", "edge").ignoreChanges).toEqual(["driver", "driverOpts", "labels"]);
    expect(find(resources, "Container", "edge").inputs).toMatchObject({
      name: "p-dev-edge",
      user: "10010:10010",
      readOnly: true,
      tmpfs: { "/run/tidegate": "size=64m,mode=1777,uid=10010,gid=10010" },
      capabilities: { drops: ["ALL"] },
      restart: "unless-stopped",
      dnsOpts: ["ndots:1"],
      mounts: [
        { type: "volume", source: "p-dev-edge", target: "/var/lib/tidegate", readOnly: false },
        { type: "volume", source: "p-dev-ledger", target: "/var/lib/tidegate-ledger", readOnly: false },
        { type: "volume", source: "p-dev-agent", target: "/run/tidegate-agent", readOnly: false },
      ],
      ports: [
        { internal: 8080, external: 8080, ip: "0.0.0.0" },
        { internal: 8443, external: 8443, ip: "::1" },
        { internal: 8081, external: 8081, ip: "127.0.0.1" },
      ],
    });
  });

  it("carries the hash of what would replace it, and ignores everything else once it runs", async () => {
    const { resources } = await edge({}, running());
    const container = find(resources, "Container", "edge");
    expect(container.inputs["labels"]).toContainEqual({ label: "tidegate.edge", value: edgeHash(PORTS) });
    expect(container.ignoreChanges).toEqual(expect.arrayContaining(["image", "ports", "tmpfs"]));
  });

  it("may be replaced while nothing goes through it", async () => {
    for (const host of [running(null), stopped()]) {
      const { resources } = await edge({}, host);
      expect(find(resources, "Container", "edge").ignoreChanges).toEqual([]);
    }
  });

  it("refuses other ports while something serves, and takes them when that is allowed", async () => {
    await expect(edge({ http: "0.0.0.0:9090" }, running())).rejects.toThrow(
      "edge: this change replaces the edge's container",
    );
    const { resources } = await edge({ http: "0.0.0.0:9090", allowEdgeReplace: true }, running());
    expect(find(resources, "Container", "edge").ignoreChanges).toEqual([]);
  });

  it("hands certificates on as a secret by stdin, and nowhere else", async () => {
    const { resources } = await edge({ https: "0.0.0.0:8443", certificates: { site: "pem-with-key" } });
    const base = find(resources, "Command", "edge-base");
    expect(base.secrets).toEqual(["stdin"]);
    expect(base.inputs["stdin"]).toBe('{"site":"pem-with-key"}');
    const task = parseTask("base", base.inputs["environment"] as Record<string, string>);
    expect(task).toMatchObject({ base: { https: true }, counter: 6 });
    expect(JSON.stringify(resources.filter((resource) => resource !== base))).not.toContain("pem-with-key");
  });

  it("tells every wrong argument at once", async () => {
    await expect(edge({ http: "8080", preview: "x" })).rejects.toThrow(/^edge\.http: .*\nedge\.preview: /);
  });
});
