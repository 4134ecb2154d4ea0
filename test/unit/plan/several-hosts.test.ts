import { describe, expect, it } from "vitest";
import type { ObservedHost, ObservedService } from "../../../model/observed.ts";
import { edgeNotices, edgeProblems } from "../../../edge/edge-problems.ts";
import { planService } from "../../../plan/plan-service.ts";
import { planStack, retireSentences, servingServices } from "../../../plan/plan-stack.ts";
import { servingColors, strayWorkers } from "../../../plan/serving-colors.ts";
import { observedHost, observedOn, record, release, replicas, seal, spec, steady } from "../edge/observed.ts";

/** A stack on two hosts, `a` and `b`. */
const pair = (a: ObservedService | null, b: ObservedService | null, changeB: Partial<ObservedHost> = {}) =>
  observedOn([observedHost(a, { name: "a" }), observedHost(b, { name: "b", ...changeB })]);

const SEALED = { blue: seal(release("1")), green: seal(release("2")) };
/** Green 2 serves since a switch that the other host may have missed. */
const switched = (change: Partial<ObservedService> = {}) =>
  steady({ record: record({ active: "green", generation: 8, sealed: SEALED }), workers: ["green"], ...change });

const plan = (observed = pair(steady(), steady()), declared = spec()) => planService("shop", declared, observed);

describe("a service on two hosts", () => {
  it("stays as it is where both are as declared", () => {
    expect(plan()).toMatchObject({
      ...{ generation: 7, notices: [], problems: [] },
      traffic: "shop: traffic stays on blue; 0 active containers touched",
    });
  });

  it("serves with every color that serves on any of them", () => {
    const { hosts } = pair(steady(), switched());
    expect(servingColors(hosts, "shop")).toEqual(["blue", "green"]);
    expect(servingColors(pair(null, steady()).hosts, "shop")).toEqual(["blue"]);
    expect(servingServices(pair(null, steady()).hosts)).toEqual(["shop"]);
    expect(plan(pair(steady(), switched()), spec({ green: release("3") })).problems).toEqual([
      expect.stringContaining("services.shop.green.version: green is active and cannot be replaced while it serves."),
    ]);
  });

  it("is judged by what each of them has sealed, and a problem of both is told once", () => {
    const replaced = spec({ blue: release("3") });
    expect(plan(pair(steady(), steady()), replaced).problems).toHaveLength(1);
    // Blue has had its next release on `a` alone; on `b` the old one still serves.
    const ahead = switched({
      record: record({ active: "green", generation: 9, sealed: { ...SEALED, blue: seal(release("3")) } }),
    });
    expect(plan(pair(ahead, steady()), { ...replaced, activeColor: "green" }).problems).toEqual([
      expect.stringContaining("services.shop.blue.version: blue is active and cannot be replaced while it serves."),
    ]);
  });

  it.each([
    ["has not switched", steady()],
    ["has switched by itself", switched({ record: record({ active: "green", generation: 5, sealed: SEALED }) })],
    ["has a worker that sends elsewhere", switched({ workers: ["blue", "green"] })],
    ["has running workers that send it nowhere", switched({ workers: [] })],
    ["has nothing of it", null],
  ])("gets a generation above the highest where one of them %s", (_what, other) => {
    const declared = spec({ activeColor: "green" });
    expect(plan(pair(switched(), other), declared).generation).toBe(9);
    expect(plan(pair(other, switched()), declared).generation).toBe(9);
    expect(plan(pair(switched(), switched()), declared).generation).toBe(8);
  });

  it("has its traffic put back on the host where a worker strays", () => {
    const astray = pair(steady(), steady({ workers: ["green"] }));
    expect(strayWorkers(astray.hosts, "shop", "blue")).toEqual(["green"]);
    expect(plan(astray).traffic).toBe(
      "shop: traffic is put back from green to blue after 2 replicas pass on each host; 0 active containers touched",
    );
    const behind = pair(switched(), steady({ workers: [] }), { edge: null });
    expect(plan(behind, spec({ activeColor: "green" })).traffic).toBe(
      "shop: traffic is put back on green after 2 replicas pass on each host; 0 active containers touched",
    );
  });

  it("counts the active containers that are touched on both", () => {
    expect(plan(pair(steady(), steady()), spec({ replicas: 1 })).traffic).toBe(
      "shop: traffic stays on blue; 2 active containers touched",
    );
    expect(retireSentences([], ["shop"], pair(steady(), steady()))).toEqual([
      "shop: traffic ends, the service is taken down; 4 active containers removed",
    ]);
  });

  it("pins on each of them what is the sealed release there", () => {
    const [first, second] = replicas("blue", seal(release("1")));
    if (first === undefined || second === undefined) throw new Error("the sample has two");
    const mixed = steady({ replicas: [first, { ...second, release: "another hash" }] });
    const { colors, traffic } = plan(pair(steady(), mixed));
    expect(colors.blue?.pinned).toEqual({ a: new Set([first.name, second.name]), b: new Set([first.name]) });
    expect(traffic).toBe("shop: traffic stays on blue; 1 active container touched");
  });

  it("may not take a sealed release to a host where its secrets are lost", () => {
    const sealed = { ...seal(release("1", { secrets: ["DB"] })), secretVolume: "old" };
    const served = steady({ record: record({ sealed: { blue: sealed, green: null } }) });
    const declared = spec({ blue: release("1", { secrets: ["DB"] }) });
    const { problems } = planService("shop", declared, pair(served, null), { blue: "new" });
    expect(problems).toEqual([
      expect.stringContaining('services.shop.blue.secrets: version "1" has served with other'),
    ]);
    expect(planService("shop", declared, pair(served, served), { blue: "new" }).problems).toEqual([]);
  });
});

describe("a stack on two hosts", () => {
  const input = { services: {}, volumes: {}, retire: [], platformProblems: [] };

  it("may not lose a service that serves on the second one only", () => {
    expect(() => planStack(input, pair(null, steady()))).toThrow("services.shop: serves and is gone from the config.");
  });

  it("tells once of a route that a service has on both", () => {
    const held = steady({ record: record({ config: { hash: "c", counter: 3, route: { host: "*", path: "/api" } } }) });
    const api = { ...spec(), route: { host: "*", path: "/api" } };
    const problems = [expect.stringContaining("services.api.route: shop has this route on the edge")];
    expect(() => planStack({ ...input, services: { api, shop: spec() } }, pair(held, held))).toThrow(
      expect.objectContaining({ problems }),
    );
  });

  it("names the host whose edge a change would replace, or that lacks it", () => {
    expect(edgeProblems("h", false, pair(steady(), steady(), { edge: null }))).toEqual([]);
    expect(edgeProblems("other", false, pair(null, steady()))).toEqual([
      expect.stringContaining("b: edge: this change replaces the edge's container, which interrupts shop."),
    ]);
    expect(edgeNotices(undefined, pair(steady(), steady(), { edge: null }))).toEqual([
      expect.stringContaining("b: The edge's container is not on the host."),
    ]);
  });
});
