import { countsBetween, NO_COUNTS, type Counts, type CountsByColor } from "../../edge/counts.ts";
import { COLORS, type Color } from "../../model/color.ts";

/** Shortest time of a block. Readings that come earlier are left out: what they say is in the next one. */
export const BLOCK_MS = 5_000;

/** How far back blocks are kept: an hour that is judged, and five minutes before it that it is measured by. */
export const KEPT_MS = 65 * 60_000;

/** What the edge had counted at a moment. */
export interface Reading {
  /** Clock of the host, Unix time in ms. */
  atMs: number;
  counts: CountsByColor;
}

/** What was counted between two readings. Blocks follow each other, and none overlaps another. */
export interface Block {
  fromMs: number;
  toMs: number;
  counts: CountsByColor;
}

/** What has passed through an edge lately. It is plain data, that may be kept as JSON. */
export interface History {
  last: Reading | null;
  /** The oldest first. */
  blocks: readonly Block[];
}

export const NO_HISTORY: History = { last: null, blocks: [] };

/**
 * Takes a reading in. Where the edge began to count anew since the last one, nothing is known of the time between them. Where the clock
 * has gone back, what was read by the clock before is forgotten: its times mean nothing any more.
 */
export function keepReading(history: History, reading: Reading): History {
  const { last, blocks } = history;
  if (last === null || reading.atMs < last.atMs) return { last: reading, blocks: [] };
  if (reading.atMs - last.atMs < BLOCK_MS) return history;
  const block = { fromMs: last.atMs, toMs: reading.atMs, counts: passed(last.counts, reading.counts) };
  const kept = blocks.filter(({ fromMs }) => fromMs >= reading.atMs - KEPT_MS);
  return { last: reading, blocks: [...kept, block] };
}

/** The same, by a host's clock that was set ahead by so many ms: its times stay as long ago as they were. */
export function moveHistory({ last, blocks }: History, byMs: number): History {
  return {
    last: last === null ? null : { ...last, atMs: last.atMs + byMs },
    blocks: blocks.map((block) => ({ ...block, fromMs: block.fromMs + byMs, toMs: block.toMs + byMs })),
  };
}

/** What one color of a service answered in a block; nothing where it was not read. */
export function countsIn(block: Block, service: string, color: Color): Counts {
  return block.counts[service]?.[color] ?? NO_COUNTS;
}

/** What one color answered in all of some blocks, added up in place: a look at a service sums up an hour of them. */
export function sumOf(blocks: readonly Block[], service: string, color: Color): Counts {
  const sum = { ...NO_COUNTS, statuses: [...NO_COUNTS.statuses], latency: [...NO_COUNTS.latency] };
  for (const block of blocks) {
    const { requests, statuses, connectFailures, retries, latency } = countsIn(block, service, color);
    sum.requests += requests;
    sum.connectFailures += connectFailures;
    sum.retries += retries;
    addInPlace(sum.statuses, statuses);
    addInPlace(sum.latency, latency);
  }
  return sum;
}

function addInPlace(sum: number[], more: readonly number[]): void {
  for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] ?? 0) + (more[index] ?? 0);
}

function passed(earlier: CountsByColor, later: CountsByColor): CountsByColor {
  return Object.fromEntries(
    Object.entries(later).map(([service, colors]) => [
      service,
      Object.fromEntries(
        COLORS.flatMap((color) => {
          const counts = colors[color];
          return counts === undefined
            ? []
            : [[color, countsBetween(earlier[service]?.[color] ?? NO_COUNTS, counts)] as const];
        }),
      ),
    ]),
  );
}
