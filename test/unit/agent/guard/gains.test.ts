import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { gainsOverLimit, gainsOverOther } from "../../../../agent/guard/gains.ts";

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6) as number);

describe("against a limit", () => {
  // scipy 1.17.1: poisson.logpmf(bad, of × limit × bet) − poisson.logpmf(bad, of × limit)
  test.each([
    [{ of: 300, bad: 20 }, 0.05, [0.712871026, -1.137056389, -27.811241751, -225.085354529]],
    [{ of: 1000, bad: 0 }, 0.01, [-2.5, -10, -40, -190]],
    [{ of: 40, bad: 40 }, 0.05, [8.425742053, 25.725887222, 56.377516497, 81.829290942]],
  ])("%j with a limit of %d is the likelihood ratio of two Poisson counts", (tally, limit, expected) => {
    expect(gainsOverLimit(tally, limit)).toEqual(close(expected));
  });

  it("has a mean of at most 1 where the share is at most the limit", () => {
    const share = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25 }), share, share, (of, limit, part) => {
        for (const mean of meansOf(of, 0, limit * part, 0, (bad) => gainsOverLimit({ of, bad }, limit))) {
          expect(mean).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });
});

describe("against the other color", () => {
  // scipy 1.17.1: binom.logpmf(active.bad, all bad, q(bet × factor)) − binom.logpmf(active.bad, all bad, q(factor))
  test.each([
    [{ of: 50, bad: 3 }, { of: 950, bad: 1 }, 1.5, [0.596921116, 1.796971273, 3.80143435, 5.501615173]],
    [{ of: 500, bad: 10 }, { of: 500, bad: 12 }, 1.5, [-0.843327219, -3.408608038, -10.828680371, -25.431999662]],
    [{ of: 300, bad: 0 }, { of: 700, bad: 9 }, 1, [-0.650885954, -2.36127838, -7.096116243, -17.118967738]],
    [{ of: 1, bad: 1 }, { of: 9999, bad: 0 }, 1.5, [0.223106054, 0.692997199, 1.608838122, 2.992886469]],
  ])("%j beside %j, %d times, is the conditional likelihood ratio", (active, stable, factor, expected) => {
    expect(gainsOverOther(active, stable, factor)).toEqual(close(expected));
  });

  test.each([
    ["nobody has answered", { of: 0, bad: 0 }, { of: 0, bad: 0 }],
    ["nothing is bad", { of: 700, bad: 0 }, { of: 100, bad: 0 }],
    ["the active color has no traffic", { of: 0, bad: 0 }, { of: 100, bad: 40 }],
    ["the stable color has no traffic", { of: 100, bad: 40 }, { of: 0, bad: 0 }],
  ])("says nothing where %s", (_, active, stable) => {
    expect(gainsOverOther(active, stable, 1.5)).toEqual(close([0, 0, 0, 0]));
  });

  it("has a mean of at most 1 where the share is at most so many times the other's, whatever that is", () => {
    const of = fc.integer({ min: 0, max: 9 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(of, of, share, share, fc.double({ min: 1, max: 4, noNaN: true }), (a, s, other, part, factor) => {
        const own = Math.min(other * factor, 1) * part;
        const means = meansOf(a, s, own, other, (bad, otherBad) =>
          gainsOverOther({ of: a, bad }, { of: s, bad: otherBad }, factor),
        );
        for (const mean of means) expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it("grows with what is bad of the active color, and shrinks with what is bad of the stable one", () => {
    const few = fc.integer({ min: 0, max: 50 });
    fc.assert(
      fc.property(few, few, (bad, otherBad) => {
        const gain = (more: number, otherMore: number) =>
          gainsOverOther({ of: 100, bad: bad + more }, { of: 900, bad: otherBad + otherMore }, 1.5)[1] ?? 0;
        expect(gain(1, 0)).toBeGreaterThan(gain(0, 0));
        expect(gain(0, 1)).toBeLessThan(gain(0, 0));
      }),
    );
  });
});

/** Mean of each bet's ratio over all that may happen, by the probabilities of two binomial counts. */
function meansOf(
  of: number,
  otherOf: number,
  p: number,
  otherP: number,
  gains: (bad: number, other: number) => number[],
) {
  const means = [0, 0, 0, 0];
  for (let bad = 0; bad <= of; bad += 1) {
    for (let other = 0; other <= otherOf; other += 1) {
      const chance = binomialChance(bad, of, p) * binomialChance(other, otherOf, otherP);
      for (const [bet, gain] of gains(bad, other).entries()) means[bet] = (means[bet] ?? 0) + chance * Math.exp(gain);
    }
  }
  return means;
}

function binomialChance(count: number, of: number, p: number): number {
  let ways = 1;
  for (let index = 0; index < count; index += 1) ways *= (of - index) / (index + 1);
  return ways * p ** count * (1 - p) ** (of - count);
}
