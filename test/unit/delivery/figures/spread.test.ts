import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elapsedMs, spreadOf } from "../../../../delivery/figures/spread.ts";

describe("the spread of times", () => {
  it.each([
    ["of one", [7], { of: 1, known: 1, medianMs: 7, longestMs: 7 }],
    ["of an odd number", [9, 1, 4], { of: 3, known: 3, medianMs: 4, longestMs: 9 }],
    ["of an even number", [10, 1, 4, 7], { of: 4, known: 4, medianMs: 6, longestMs: 10 }],
    ["of which some are not known", [null, 3, null], { of: 3, known: 1, medianMs: 3, longestMs: 3 }],
    ["of which none is known", [null, null], { of: 2, known: 0, medianMs: null, longestMs: null }],
    ["of nothing", [], { of: 0, known: 0, medianMs: null, longestMs: null }],
  ])("has the median and the longest %s", (_, times, expected) => {
    expect(spreadOf(times)).toEqual(expected);
  });

  it("has at least half of the times on either side of its median", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (times) => {
        const { medianMs, longestMs } = spreadOf(times);
        if (medianMs === null) throw new Error("there is no median");
        const half = times.length / 2;
        expect(times.filter((time) => time <= medianMs).length).toBeGreaterThanOrEqual(half);
        expect(times.filter((time) => time >= Math.floor(medianMs)).length).toBeGreaterThanOrEqual(Math.floor(half));
        expect(longestMs).toBe(Math.max(...times));
      }),
    );
  });
});

describe("a time that went by", () => {
  it.each([
    ["from one entry to a later one", 5, 8, 3],
    ["in no time at all", 5, 5, 0],
    ["to what never came", 5, null, null],
    ["while the clock went back", 5, 4, null],
  ])("%s", (_, from, to, expected) => {
    expect(elapsedMs(from, to)).toBe(expected);
  });
});
