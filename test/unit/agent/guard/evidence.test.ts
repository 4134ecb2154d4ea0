import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { weigh, type Gain } from "../../../../agent/guard/evidence.ts";

const BLOCK_MS = 5_000;
const gains = (...factors: number[]): Gain[] =>
  factors.map((factor, index) => ({ fromMs: index * BLOCK_MS, logs: Array<number>(4).fill(Math.log(factor)) }));
const repeated = (count: number, factor: number) => Array<number>(count).fill(factor);

describe("the evidence of some blocks", () => {
  it("is nothing where there is none", () => {
    expect(weigh([], 0, 4)).toEqual({ strength: 0, fromMs: undefined });
  });

  it("is the product of their ratios, of the half that is bet on the first minute", () => {
    expect(weigh(gains(2, 3, 0.5), 0, 4).strength).toBeCloseTo(1.5, 9);
  });

  it("takes no block for more than it may count", () => {
    expect(weigh(gains(1000, 1000), 0, 4).strength).toBeCloseTo(8, 9);
  });

  it("puts a sixth on the second minute", () => {
    expect(weigh(gains(...repeated(12, 0.5), 3), 0, 4).strength).toBeCloseTo(0.5 * 0.5 ** 12 * 3 + 3 / 6, 9);
  });

  it("finds a defect that begins late, and from when on it is there", () => {
    const late = weigh(gains(...repeated(120, 0.1), ...repeated(24, 2)), 0, 4);
    expect(late.strength).toBeCloseTo(2 ** 24 / 132 + 2 ** 12 / 156, 3);
    expect(late.fromMs).toBe(10 * 60_000);
  });

  it("goes by the minute since the beginning where the oldest blocks are gone", () => {
    const all = gains(...repeated(36, 1), 4);
    expect(weigh(all.slice(12), 0, 4).strength).toBeLessThan(weigh(all, 0, 4).strength);
    expect(weigh(all.slice(12), 0, 4).strength).toBeCloseTo(4 * (1 / 6 + 1 / 12 + 1 / 20), 9);
  });

  it("stays a number, however much or little there is", () => {
    expect(weigh(gains(...repeated(700, 4)), 0, 4).strength).toBeGreaterThan(1e90);
    expect(weigh(gains(...repeated(700, 4), ...repeated(60, 0)), 0, 4).strength).toBeGreaterThanOrEqual(0);
  });

  it("has a mean of at most 1 after any number of blocks that say nothing on average", () => {
    const block = fc.record({
      chance: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      up: fc.double({ min: 1, max: 9, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(block, { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 30_000 }),
        (blocks, ms) => {
          expect(meanStrength(blocks, ms)).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
    );
  });
});

interface Coin {
  chance: number;
  up: number;
}

/** Mean over all ways in which coins may fall whose ratio has a mean of 1, or of less where up is out of reach. */
function meanStrength(coins: readonly Coin[], ms: number): number {
  let mean = 0;
  for (let way = 0; way < 2 ** coins.length; way += 1) {
    const falls = coins.map(({ chance, up }, index) => {
      const high = Math.min(up, 1 / chance);
      const isHigh = ((way >> index) & 1) === 1;
      return { chance: isHigh ? chance : 1 - chance, ratio: isHigh ? high : (1 - chance * high) / (1 - chance) };
    });
    const path = falls.map(({ ratio }, index) => ({
      fromMs: index * ms,
      logs: Array<number>(4).fill(Math.log(ratio)),
    }));
    mean += falls.reduce((chance, fall) => chance * fall.chance, 1) * weigh(path, 0, 4).strength;
  }
  return mean;
}
