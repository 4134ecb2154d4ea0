import { expect, test } from "vitest";
import { latencyText, rateText, shareText, usedText, watchedText } from "../../../../cli/top/figures-text.ts";

test.each([
  [null, "–"],
  [0.25, "0.3 ms"],
  [9.94, "9.9 ms"],
  [9.96, "10 ms"],
  [999.4, "999 ms"],
  [999.6, "1.00 s"],
  [29_990, "29.99 s"],
  [30_000, "≥ 30 s"],
])("writes a latency of %s ms", (ms, text) => {
  expect(latencyText(ms)).toBe(text);
});

test.each([
  [null, "–"],
  [0, "0 %"],
  [0.00001, "< 0.01 %"],
  [0.0025, "0.25 %"],
  [0.125, "12.5 %"],
  [1, "100.0 %"],
])("writes a share of %s", (share, text) => {
  expect(shareText(share)).toBe(text);
});

test.each([
  [0, "0"],
  [0.5, "0.5"],
  [999.94, "999.9"],
  [12_345.6, "12346"],
])("writes a rate of %s", (rate, text) => {
  expect(rateText(rate)).toBe(text);
});

test("writes what is used with and without a limit", () => {
  expect([usedText({ used: 5, limit: 9 }), usedText({ used: 5, limit: null })]).toEqual(["5 of 9", "5"]);
});

test.each([
  [42_000, "42 s"],
  [720_000, "12 min"],
  [7_200_000, "2 h"],
])("writes how long it has watched: %s ms", (ms, text) => {
  expect(watchedText(ms)).toBe(text);
});
