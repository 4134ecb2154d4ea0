import { expect, test } from "vitest";
import { parseTopOptions } from "../../../../cli/commands/top.ts";

const defaults = { interval: "1s", once: false };

test.each([
  ["goes on without end", {}, { intervalMs: 1_000, count: Infinity }],
  ["ends after so many intervals", { interval: "250ms", count: "4" }, { intervalMs: 250, count: 4 }],
  ["ends after one", { once: true }, { intervalMs: 1_000, count: 1 }],
])("%s", (_, options, parsed) => {
  expect(parseTopOptions({ ...defaults, ...options })).toEqual(parsed);
});

test.each([
  [{ interval: "5" }, /^--interval: must be a duration, got "5"\. Write it like/],
  [{ interval: "1ms" }, /^--interval: must be at least 100ms, got "1ms"/],
  [{ count: "0" }, /^--count: must be a whole number from 1 on, got "0"\. Correct it/],
  [{ count: "1.5" }, /^--count: must be a whole number/],
])("refuses %j", (options, said) => {
  expect(() => parseTopOptions({ ...defaults, ...options })).toThrow(said);
});
