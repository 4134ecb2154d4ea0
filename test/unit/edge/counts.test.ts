import { expect, test } from "vitest";
import { addCounts, countsBetween, NO_COUNTS, type Counts } from "../../../edge/counts.ts";

function counts(requests: number, ok: number, fast: number): Counts {
  return {
    ...NO_COUNTS,
    requests,
    statuses: [0, ok, 0, 0, 0],
    latency: NO_COUNTS.latency.map((_, index) => (index === 0 ? fast : 0)),
  };
}

test("tells what was counted between two readings", () => {
  expect(countsBetween(counts(10, 9, 8), counts(15, 13, 11))).toEqual(counts(5, 4, 3));
});

test("counts on when a counter has started again after its last number", () => {
  const last = 2 ** 32 - 1;
  expect(countsBetween(counts(last, last, last), counts(4, 3, 2))).toEqual(counts(5, 4, 3));
});

test("tells of nothing when the edge has begun anew", () => {
  expect(countsBetween(counts(1000, 990, 980), counts(3, 3, 3))).toEqual(NO_COUNTS);
});

test("adds up", () => {
  expect(addCounts(counts(1, 2, 3), counts(10, 20, 30))).toEqual(counts(11, 22, 33));
});
