import { describe, expect, it } from "vitest";
import { parseGoDurationMs } from "../../../../../engine/embedded/program/go-duration.ts";

describe("a duration of customTimeouts", () => {
  it.each([
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["1.5s", 1_500],
    ["250ms", 250],
  ])("%s is %d ms", (text, ms) => {
    expect(parseGoDurationMs(text)).toBe(ms);
  });

  it.each(["", "5", "5 m", "m", "5d", "5m!"])("%j is none", (text) => {
    expect(parseGoDurationMs(text)).toBeUndefined();
  });
});
