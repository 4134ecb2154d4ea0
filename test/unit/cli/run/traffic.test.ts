import { describe, expect, it } from "vitest";
import { trafficText } from "../../../../cli/run/traffic.ts";
import type { Color } from "../../../../model/color.ts";
import type { Observed, ObservedService } from "../../../../model/observed.ts";
import { observedHost, observedOn } from "../../edge/observed.ts";

function service(active: Color | null, workers: Color[]): ObservedService {
  const replica = (color: Color, version: string) => ({
    name: `p-dev-shop-${color}-0`,
    id: color,
    color,
    version,
    release: "r",
    state: "running",
    exitCode: 0,
    restarts: 0,
  });
  const sealed = { blue: null, green: null };
  return {
    record: { service: "shop", active, generation: 1, sealed, config: null },
    workers,
    replicas: [replica("blue", "1.4.1"), replica("green", "1.4.2")],
  };
}

function observed(services: Record<string, ObservedService>, state: string | null = "running"): Observed {
  const edge = state === null ? null : { id: "1", hash: "h", state, ports: [], workers: 1, base: null };
  return observedOn([observedHost(null, { edge, services })]);
}

describe("trafficText", () => {
  it("says who serves, in one sentence", () => {
    const both = { api: service(null, []), shop: service("blue", ["blue"]) };
    expect(trafficText(observed(both))).toBe("api is served by no color yet, shop is served by blue (1.4.1)");
  });

  it("names both colors while an old worker still sends elsewhere", () => {
    const split = { shop: service("blue", ["blue", "green"]) };
    expect(trafficText(observed(split))).toBe("shop is served by blue and green (1.4.1, 1.4.2)");
  });

  it("does not say that anything serves while the edge is down", () => {
    const services = { shop: service("blue", []) };
    expect(trafficText(observed(services, "exited"))).toBe("nothing is served, because the edge is exited");
    expect(trafficText(observed(services, null))).toBe("nothing is served, because the edge is missing");
  });

  it("tells of several hosts at once, and names the one whose edge is down", () => {
    const edge = { id: "1", hash: "h", state: "running", ports: [], workers: 1, base: null };
    const host = (name: string, active: Color, state: string) =>
      observedHost(service(active, []), { name, edge: { ...edge, state } });
    expect(trafficText(observedOn([host("a", "blue", "running"), host("b", "green", "exited")]))).toBe(
      "shop is served by blue and green (1.4.1, 1.4.2), b: the edge is exited",
    );
    expect(trafficText(observedOn([host("a", "blue", "dead"), host("b", "blue", "exited")]))).toBe(
      "nothing is served, because a: the edge is dead, b: the edge is exited",
    );
  });

  it("knows a host where nothing was brought up", () => {
    expect(trafficText(observed({}))).toBe("nothing serves yet");
  });
});
