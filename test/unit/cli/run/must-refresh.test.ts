import { describe, expect, it } from "vitest";
import { refreshReason } from "../../../../cli/run/must-refresh.ts";
import type { RecordedState } from "../../../../engine/engine.ts";
import type { ObservedHost } from "../../../../model/observed.ts";
import { observed, observedHost, observedOn } from "../../edge/observed.ts";

const REPLICA = {
  name: "p-dev-shop-blue-0",
  id: "1",
  color: "blue",
  version: "1",
  release: "r",
  state: "running",
  exitCode: 0,
  restarts: 0,
} as const;

const HOST: Partial<ObservedHost> = {
  edge: { id: "2", hash: "h", state: "running", ports: [], workers: 1, base: null },
  services: { shop: { record: null, workers: [], replicas: [REPLICA] } },
};

/** Why, with one host that is changed so. */
const reasonFor = (recorded: Omit<RecordedState, "images">, change: Partial<ObservedHost> = {}) =>
  refreshReason(recorded, observed(null, { ...HOST, ...change }));

const RECORDED = { containers: ["p-dev-edge", "p-dev-shop-blue-0"], interrupted: false };

describe("refreshReason", () => {
  it("is none when everything in the state runs", () => {
    expect(reasonFor(RECORDED)).toBeUndefined();
  });

  it("names a replica that is gone", () => {
    const services = { shop: { record: null, workers: [], replicas: [] } };
    expect(reasonFor(RECORDED, { services })).toBe("p-dev-shop-blue-0 is gone from the host, or stopped");
  });

  it("notices the edge that is gone, and a replica that somebody stopped", () => {
    expect(reasonFor(RECORDED, { edge: null })).toMatch(/^p-dev-edge is gone/);
    const services = { shop: { record: null, workers: [], replicas: [{ ...REPLICA, state: "exited" }] } };
    expect(reasonFor(RECORDED, { edge: null, services })).toBe(
      "p-dev-edge and 1 more are gone from the host, or stopped",
    );
  });

  it("knows the agent, and notices that it is gone", () => {
    const recorded = { containers: [...RECORDED.containers, "p-dev-agent"], interrupted: false };
    const agent = { id: "3", state: "running", restarts: 0, version: "1", lastBeat: null, silentMs: null };
    expect(reasonFor(recorded, { agent })).toBeUndefined();
    expect(reasonFor(recorded, { agent: null })).toMatch(/^p-dev-agent is gone/);
  });

  it("leaves out a replica that Docker is starting again, and containers of others", () => {
    const services = { shop: { record: null, workers: [], replicas: [{ ...REPLICA, state: "restarting" }] } };
    const recorded = { containers: [...RECORDED.containers, "database"], interrupted: false };
    expect(reasonFor(recorded, { services })).toBeUndefined();
  });

  it("looks for everything in the state on each of several hosts", () => {
    const host = (name: string, change: Partial<ObservedHost> = {}) => observedHost(null, { ...HOST, name, ...change });
    expect(refreshReason(RECORDED, observedOn([host("a"), host("b")]))).toBeUndefined();
    expect(refreshReason(RECORDED, observedOn([host("a"), host("b", { edge: null })]))).toBe(
      "b: p-dev-edge is gone from the host, or stopped",
    );
  });

  it("always refreshes after a run that was killed", () => {
    expect(reasonFor({ containers: [], interrupted: true })).toBe("the last run was interrupted");
  });
});
