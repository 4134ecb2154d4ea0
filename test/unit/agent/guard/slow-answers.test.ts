import fc from "fast-check";
import { expect, it, test } from "vitest";
import { slowerThan } from "../../../../agent/guard/slow-answers.ts";
import { NO_COUNTS } from "../../../../edge/counts.ts";
import { quantile } from "../../../../edge/quantile.ts";

const ten = NO_COUNTS.latency.map(() => 10);

test.each([
  [0, 150],
  [1, 140],
  [75, 85],
  [100, 80],
  [20_000, 15],
  [30_000, 10],
  [60_000, 10],
])("slower than %d ms", (limitMs, slower) => {
  expect(slowerThan(limitMs, ten)).toBeCloseTo(slower, 9);
});

it("is the rest of the answers at each quantile", () => {
  const latency = fc.array(fc.nat(500), { minLength: 15, maxLength: 15 });
  fc.assert(
    fc.property(latency, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (counts, q) => {
      const all = counts.reduce((sum, count) => sum + count, 0);
      const limitMs = quantile(q, counts);
      fc.pre(limitMs !== undefined && limitMs < 30_000);
      expect(slowerThan(limitMs, counts)).toBeCloseTo((1 - q) * all, 4);
    }),
  );
});
