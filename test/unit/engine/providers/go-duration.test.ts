import fc from "fast-check";
import { expect, test } from "vitest";
import {
  parseGoDuration,
  renderGoDuration,
} from "../../../../engine/embedded/providers/docker/container/go-duration.ts";

test.each([
  ["0s", 0],
  ["60s", 60e9],
  ["1m30s", 90e9],
  ["1.5h", 5_400e9],
  ["250ms", 250e6],
  ["10us", 10e3],
])("reads %s as %d ns", (text, nanoseconds) => {
  expect(parseGoDuration(text)).toBe(nanoseconds);
});

test.each(["", "5", "s", "5 s", "-5s", "5d"])("does not read %j", (text) => {
  expect(parseGoDuration(text)).toBeUndefined();
});

test.each([
  [0, "0s"],
  [60e9, "1m0s"],
  [90e9, "1m30s"],
  [3_600e9, "1h0m0s"],
  [1.5e9, "1.5s"],
  [250e6, "250ms"],
])("writes %d ns as %s, the way Go does", (nanoseconds, text) => {
  expect(renderGoDuration(nanoseconds)).toBe(text);
});

test("reads back what it writes", () => {
  const milliseconds = fc.integer({ min: 0, max: 10_000_000 });
  fc.assert(fc.property(milliseconds, (ms) => parseGoDuration(renderGoDuration(ms * 1e6)) === ms * 1e6));
});
