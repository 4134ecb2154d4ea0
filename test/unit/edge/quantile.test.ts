import fc from "fast-check";
import { expect, test } from "vitest";
import { BUCKET_BOUNDS_MS } from "../../../edge/counts.ts";
import { quantile } from "../../../edge/quantile.ts";

/** A histogram with so many answers in the buckets that end at these bounds. */
function histogram(counts: Readonly<Record<number, number>>): number[] {
  return [...BUCKET_BOUNDS_MS, Infinity].map((bound) => counts[bound] ?? 0);
}

test.each([
  { what: "half way into the only bucket", q: 0.5, counts: { 100: 10 }, ms: 75 },
  { what: "at the end of the only bucket", q: 1, counts: { 100: 10 }, ms: 100 },
  { what: "from 0 on in the first bucket", q: 0.25, counts: { 1: 4 }, ms: 0.25 },
  { what: "at a bound when a bucket ends there", q: 0.5, counts: { 5: 50, 1000: 50 }, ms: 5 },
  { what: "in a later bucket", q: 0.95, counts: { 5: 90, 250: 10 }, ms: 175 },
  { what: "across empty buckets", q: 0.9, counts: { 1: 1, 10_000: 1 }, ms: 9_000 },
  { what: "at the last bound when it is slower than that", q: 0.99, counts: { 1: 1, [Infinity]: 99 }, ms: 30_000 },
])("lies $what", ({ q, counts, ms }) => {
  expect(quantile(q, histogram(counts))).toBeCloseTo(ms, 9);
});

test("is unknown without an answer", () => {
  expect(quantile(0.5, histogram({}))).toBeUndefined();
});

const times = fc.array(fc.double({ min: 0.001, max: 29_999, noNaN: true }), { minLength: 1, maxLength: 200 });
const share = fc.double({ min: 0.01, max: 1, noNaN: true });

function countInBuckets(all: readonly number[]): number[] {
  const latency = histogram({});
  for (const ms of all) {
    const index = BUCKET_BOUNDS_MS.findIndex((bound) => ms <= bound);
    latency[index] = (latency[index] ?? 0) + 1;
  }
  return latency;
}

test("lies in the bucket of the answer that truly has that rank", () => {
  fc.assert(
    fc.property(times, share, (all, q) => {
      const rank = Math.max(0, Math.ceil(q * all.length - 1e-9) - 1);
      const truth = all.toSorted((a, b) => a - b)[rank] ?? 0;
      const index = BUCKET_BOUNDS_MS.findIndex((bound) => truth <= bound);
      const estimate = quantile(q, countInBuckets(all)) ?? -1;
      expect(estimate).toBeGreaterThanOrEqual((BUCKET_BOUNDS_MS[index - 1] ?? 0) - 1e-6);
      expect(estimate).toBeLessThanOrEqual((BUCKET_BOUNDS_MS[index] ?? 0) + 1e-6);
    }),
  );
});

test("grows with the share", () => {
  fc.assert(
    fc.property(times, share, share, (all, one, other) => {
      const latency = countInBuckets(all);
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      expect(quantile(low, latency)).toBeLessThanOrEqual(quantile(high, latency) ?? -1);
    }),
  );
});
