import { describe, expect, it } from "vitest";
import { percentText, periodText, timeText } from "../../../../cli/figures/words.ts";
import { shareOf } from "../../../../delivery/figures/share.ts";

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

describe("a time in a report", () => {
  it.each([
    [0, "0ms"],
    [999, "999ms"],
    [4.2 * SECOND, "4.2s"],
    [59 * SECOND, "59s"],
    [18 * MINUTE + 5 * SECOND, "18m05s"],
    [HOUR - 501, "59m59s"],
    [HOUR - 1, "1h00m"],
    [3 * HOUR + 5 * MINUTE, "3h05m"],
    [DAY - 1, "1d00h"],
    [2 * DAY + 4 * HOUR, "2d04h"],
    [400 * DAY, "400d00h"],
  ])("of %d ms is %s", (ms, text) => {
    expect(timeText(ms)).toBe(text);
  });

  it.each([
    [DAY, "1 day"],
    [30 * DAY, "30 days"],
    [36 * HOUR, "1d12h"],
    [12 * HOUR, "12h00m"],
  ])("that %d ms long is told of, is %s", (ms, text) => {
    expect(periodText(ms)).toBe(text);
  });
});

it.each([
  [1, 3, "33.3 %"],
  [1, 2, "50 %"],
  [0, 4, "0 %"],
  [7, 7, "100 %"],
  [0, 0, "not known"],
])("%d of %d are %s", (count, of, text) => {
  expect(percentText(shareOf(count, of))).toBe(text);
});
