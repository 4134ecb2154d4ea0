import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BLOCK_MS, countsIn, KEPT_MS, keepReading, NO_HISTORY, sumOf } from "../../../../agent/guard/history.ts";
import { NO_COUNTS, type Counts } from "../../../../edge/counts.ts";

const counted = (requests: number): Counts => ({ ...NO_COUNTS, requests, statuses: [0, requests, 0, 0, 0] });
const read = (atMs: number, requests: number) => ({ atMs, counts: { shop: { blue: counted(requests) } } });
const historyOf = (...readings: ReturnType<typeof read>[]) => readings.reduce(keepReading, NO_HISTORY);

describe("a history of readings", () => {
  it("says nothing after the first one, whatever was counted before", () => {
    expect(historyOf(read(0, 700)).blocks).toEqual([]);
  });

  it("has what was counted between two", () => {
    const { blocks } = historyOf(read(0, 700), read(BLOCK_MS, 712));
    expect(blocks).toEqual([{ fromMs: 0, toMs: BLOCK_MS, counts: { shop: { blue: counted(12) } } }]);
  });

  it("leaves out readings that come soon after one that it keeps, and loses nothing by it", () => {
    const { blocks } = historyOf(read(0, 0), read(1000, 3), read(4999, 9), read(6000, 10), read(7000, 11));
    expect(blocks.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([[0, 6000]]);
    expect(sumOf(blocks, "shop", "blue").requests).toBe(10);
  });

  it("takes a restart of the edge for no data", () => {
    const { blocks } = historyOf(read(0, 700), read(5000, 4), read(10_000, 9));
    expect(blocks.map((block) => countsIn(block, "shop", "blue").requests)).toEqual([0, 5]);
  });

  it("counts from 0 for a color that had no request before", () => {
    const { blocks } = historyOf({ atMs: 0, counts: {} } as ReturnType<typeof read>, read(5000, 4));
    expect(sumOf(blocks, "shop", "blue").requests).toBe(4);
  });

  it("forgets what was read by a clock that has gone back since", () => {
    const { last, blocks } = historyOf(read(0, 0), read(5000, 5), read(3000, 6));
    expect(blocks).toEqual([]);
    expect(last).toEqual(read(3000, 6));
  });

  it("knows nothing of another service, and of a color that was not read", () => {
    const { blocks } = historyOf(read(0, 0), read(5000, 5));
    expect(sumOf(blocks, "till", "blue")).toEqual(NO_COUNTS);
    expect(sumOf(blocks, "shop", "green")).toEqual(NO_COUNTS);
  });

  it("keeps no block that begins longer ago than it is to keep", () => {
    const { blocks } = historyOf(read(0, 0), read(10_000, 1), read(20_000, 2), read(KEPT_MS + 10_000, 3));
    expect(blocks.map(({ fromMs }) => fromMs)).toEqual([10_000, 20_000]);
  });

  it("has blocks that follow each other and add up to what was counted", () => {
    const steps = fc.array(fc.record({ ms: fc.integer({ min: 0, max: 20_000 }), more: fc.nat(1000) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (all) => {
        let [atMs, total] = [0, 0];
        const readings = all.map(({ ms, more }) => read((atMs += ms), (total += more)));
        const { last, blocks } = historyOf(read(0, 0), ...readings);
        expect(sumOf(blocks, "shop", "blue")).toEqual(last?.counts.shop?.blue);
        for (const [index, { fromMs, toMs }] of blocks.entries()) {
          expect(fromMs).toBe(blocks[index - 1]?.toMs ?? 0);
          expect(toMs - fromMs).toBeGreaterThanOrEqual(BLOCK_MS);
        }
      }),
    );
  });
});
