import { expect, test } from "vitest";
import { Backoff } from "../../../agent/backoff.ts";

test("waits twice as long after each failure, 5 s at most, and not at all after a success", () => {
  const backoff = new Backoff();
  const waits = [backoff.waitMs(0)];
  for (let failure = 1; failure <= 7; failure += 1) {
    backoff.failed(1_000);
    waits.push(backoff.waitMs(1_000));
  }
  expect(waits).toEqual([0, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  expect(backoff.waitMs(5_999)).toBe(1);
  expect(backoff.waitMs(9_000)).toBe(0);
  backoff.succeeded();
  expect(backoff.waitMs(1_000)).toBe(0);
});
