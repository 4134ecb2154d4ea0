import { addCounts, NO_COUNTS, type Counts } from "../../edge/counts.ts";
import type { Color } from "../../model/color.ts";
import { countsIn, type Block } from "./history.ts";
import type { Question } from "./questions.ts";

export interface Lately {
  /** Undefined where there is no block. */
  fromMs: number | undefined;
  counts: Counts;
}

/**
 * What a color answered in the last blocks: so many that they last for as long as the question asks, and hold as many answers; all
 * there are where that is less.
 */
export function lately(
  blocks: readonly Block[],
  service: string,
  color: Color,
  { measure, forMs, minSamples }: Question,
): Lately {
  const endMs = blocks.at(-1)?.toMs ?? 0;
  let found: Lately = { fromMs: undefined, counts: NO_COUNTS };
  for (const block of blocks.toReversed()) {
    const isLong = found.fromMs !== undefined && endMs - found.fromMs >= forMs;
    if (isLong && measure.answers(found.counts) >= minSamples) break;
    found = { fromMs: block.fromMs, counts: addCounts(found.counts, countsIn(block, service, color)) };
  }
  return found;
}
