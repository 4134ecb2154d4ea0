import { expect, test } from "vitest";
import type { ServiceSpec } from "../../../model/service.ts";
import { planService } from "../../../plan/plan-service.ts";
import { observed, record, release, seal, spec, steady } from "../edge/observed.ts";
import { CANARY, underWay } from "./under-way.ts";

const plan = (more: Partial<ServiceSpec>, host = underWay()) =>
  planService("shop", spec({ canary: CANARY, activeColor: "green", ...more }), host);

test("a release is announced with its steps", () => {
  expect(plan({}, observed()).traffic).toBe(
    "shop: traffic moves blue → green in steps (5%, 30%, 100%) after 2 replicas pass; 0 active containers touched",
  );
});

test("an `up` while it is under way changes nothing, and says how far it is", () => {
  expect(plan({})).toMatchObject({
    ...{ moves: false, isRelease: false, problems: [] },
    traffic:
      "shop: traffic goes on as it does: green has 5% of the clients, blue the others; 30% next, in 10m; 0 active containers touched",
  });
});

test("one that nobody carries on is said", () => {
  const host = underWay();
  const agent = { id: "a", state: "running", restarts: 0, version: "1", lastBeat: 1, silentMs: 90_000 };
  const watched = (more: object) => ({ ...host, hosts: host.hosts.map((one) => ({ ...one, ...more })) });
  const said = (what: string) => [`shop: a canary is under way and the agent ${what}, so that it stays where it is.`];
  expect(plan({}, watched({ agent })).notices).toEqual(said("has said nothing for 90s"));
  expect(plan({}, watched({ agent: { ...agent, state: "exited" } })).notices).toEqual(said("is exited"));
  expect(plan({}, watched({ agent: null })).notices).toEqual(said("is not there"));
  expect(plan({}, watched({ agent: { ...agent, silentMs: 900 } })).notices).toEqual([]);
});

test.each(["blue", "green"] as const)("another version in %s is refused, because both serve", (color) => {
  expect(plan({ [color]: release("3") }).problems).toEqual([
    `services.shop.${color}.version: ${color} is active and cannot be replaced while it serves. A canary of shop is under way: ` +
      "end it first with `tidegate canary abort shop` or `canary promote`.",
  ]);
});

test("the color that serves the others cannot be taken away", () => {
  expect(plan({ blue: undefined }).problems).toEqual([
    "services.shop.blue: blue is active and cannot be removed while it serves. Move the traffic to green first.",
  ]);
});

test("one that did not come to its end is announced with its steps again", () => {
  const sealed = { blue: seal(release("1")), green: seal(release("2")) };
  const back = record({ active: "blue", sealed });
  const host = (unproved: object) => observed(steady({ record: { ...back, ...unproved } }));
  const text = (found: ReturnType<typeof observed>) => plan({}, found).traffic;
  expect(text(host({ unproved: sealed.green.hash }))).toContain("blue → green in steps (5%, 30%, 100%) after");
  expect(text(host({ unproved: "another" }))).toContain("blue → green after");
});

test("declaring the other color again moves all traffic back", () => {
  expect(plan({ activeColor: "blue" })).toMatchObject({ moves: true, isRelease: false, problems: [] });
});
