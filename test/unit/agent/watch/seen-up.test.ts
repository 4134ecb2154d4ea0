import { expect, test } from "vitest";
import { SeenUp } from "../../../../agent/watch/seen-up.ts";
import type { Slot } from "../../../../edge/session.ts";

const slots = (...up: boolean[]) => up.map((isUp, index) => ({ index, isUp }) as Slot); // all that is asked of one
const known = (seen: SeenUp, release: string, ...up: boolean[]) =>
  seen.known(release, { green: slots(...up) }).green?.map(({ index }) => index);

test("knows of a place that went down, and of none that was never up", () => {
  const seen = new SeenUp();
  expect(known(seen, "a", false, false)).toEqual([]);
  expect(known(seen, "a", true, false)).toEqual([0]);
  expect(known(seen, "a", false, false)).toEqual([0]);
  expect(known(seen, "a", true, true)).toEqual([0, 1]);
});

test("begins anew with another release", () => {
  const seen = new SeenUp();
  known(seen, "a", true);
  expect(known(seen, "b", false)).toEqual([]);
});

test("leaves out a color that was not read", () => {
  expect(new SeenUp().known("a", {})).toEqual({});
});
