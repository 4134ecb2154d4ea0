import { expect, it } from "vitest";
import type { ObservedTarget } from "../../../../../platforms/aws/observe/observed.ts";
import { placesOf, slotsOf } from "../../../../../platforms/aws/control/slots.ts";

const target = (state: string, reason: string | null = null): ObservedTarget => ({
  ...{ id: "10.0.0.1", port: 3000, state, reason, description: null },
});
const WELL = target("healthy");
const ILL = target("unhealthy", "Target.Timeout");

it("knows of a place since when there were enough healthy targets for it", () => {
  const first = placesOf([WELL, WELL], 2, undefined, 1_000);
  expect(first).toEqual([
    { isUp: true, since: 1_000 },
    { isUp: true, since: 1_000 },
  ]);
  const second = placesOf([WELL, ILL], 2, first, 2_000);
  expect(second).toEqual([
    { isUp: true, since: 1_000 },
    { isUp: false, since: 2_000 },
  ]);
  // Another task in the place of the one that is ill, and not healthy yet.
  expect(placesOf([WELL, target("initial")], 2, second, 3_000)).toEqual(second);
});

it("has a place for each task that is wanted, whether it has a target or not", () => {
  expect(placesOf([], 2, undefined, 1_000).map(({ isUp }) => isUp)).toEqual([false, false]);
});

it("says with the load balancer's words why a place is down", () => {
  const targets = [WELL, target("draining"), ILL];
  const [, down] = slotsOf(placesOf(targets, 2, undefined, 1_000), targets);
  expect(down).toMatchObject({ index: 1, isUp: false, isOut: true, since: 1_000, words: "unhealthy, Target.Timeout" });
  const [none] = slotsOf(placesOf([], 1, undefined, 1_000), []);
  expect(none?.words).toBe("no target");
});
