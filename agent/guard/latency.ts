import type { Counts } from "../../edge/counts.ts";
import { quantile } from "../../edge/quantile.ts";
import { otherColor } from "../../model/color.ts";
import type { Gain } from "./evidence.ts";
import { gainsOverLimit, gainsOverOther } from "./gains.ts";
import { countsIn, type Block } from "./history.ts";
import { bothIn, type Watched } from "./look.ts";
import type { Measure } from "./measure.ts";
import { slowerThan } from "./slow-answers.ts";

/** What is slow is known from what the stable color took in the five minutes before a block, and from so many answers. */
const BASELINE_MS = 5 * 60_000;
const BASELINE_ANSWERS = 100;

/** Time within which a share `q` of the answers comes. */
export function latencyMeasure(q: number): Measure {
  return {
    name: `P${Math.round(q * 100)}`,
    unit: "ms",
    mostOfABlock: 2,
    answers,
    value: ({ latency }) => quantile(q, latency),
    overLimit: (watched, limitMs) =>
      watched.blocks.map((block) => ({
        fromMs: block.fromMs,
        logs: gainsOverLimit(tally(bothIn(watched, block).active, limitMs), 1 - q),
      })),
    overOther: (watched) => moreSlowAnswers(watched, q),
  };
}

/**
 * A sign test on the quantile, as the median test is one on the median (Mood 1950, Introduction to the Theory of Statistics):
 * of both colors those answers count as slow that take longer than the stable color's quantile, and the active color may not have
 * more of them. What is slow is known before the block begins, so nothing that happens in it moves its own limit.
 */
function moreSlowAnswers(watched: Watched, q: number): Gain[] {
  const limits = stableQuantiles(watched, q);
  return watched.blocks.flatMap((block) => {
    const limitMs = limits.get(block);
    if (limitMs === undefined) return [];
    const { active, stable } = bothIn(watched, block);
    return [{ fromMs: block.fromMs, logs: gainsOverOther(tally(active, limitMs), tally(stable, limitMs), 1) }];
  });
}

/** The stable color's quantile in the time before each block; none where it had answered too little. */
function stableQuantiles({ service, active, history }: Watched, q: number): Map<Block, number> {
  const found = new Map<Block, number>();
  const sum: number[] = [];
  const add = (block: Block, sign: 1 | -1) => {
    for (const [index, count] of countsIn(block, service, otherColor(active)).latency.entries()) {
      sum[index] = (sum[index] ?? 0) + sign * count;
    }
  };
  const before: Block[] = [];
  for (const block of history.blocks) {
    while (before[0] !== undefined && before[0].fromMs < block.fromMs - BASELINE_MS) {
      add(before[0], -1);
      before.shift();
    }
    const limitMs = quantile(q, sum);
    if (limitMs !== undefined && total(sum) >= BASELINE_ANSWERS) found.set(block, limitMs);
    add(block, 1);
    before.push(block);
  }
  return found;
}

function tally(counts: Counts, limitMs: number) {
  return { of: answers(counts), bad: slowerThan(limitMs, counts.latency) };
}

function answers({ latency }: Counts): number {
  return total(latency);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
