import type { Counts } from "../../edge/counts.ts";
import type { Gain } from "./evidence.ts";
import { gainsOverLimit, gainsOverOther } from "./gains.ts";
import { bothIn, type Watched } from "./look.ts";

/** A figure of what a color answers, of which more is worse. */
export interface Measure {
  /** In words, such as `P95`. */
  name: string;
  unit: "ratio" | "ms";
  /** The most that one burst of trouble may multiply the evidence by. */
  mostOfABlock: number;
  /** How many answers it is about. */
  answers(counts: Counts): number;
  /** Undefined where there is no answer. */
  value(counts: Counts): number | undefined;
  /** What each block says of whether the active color has more than `limit`. */
  overLimit(watched: Watched, limit: number): Gain[];
  /** What each block says of whether the active color has surely more than the stable one, or than `factor` times that. */
  overOther(watched: Watched, factor: number): Gain[];
}

/** The most that one block of a look may multiply the evidence by: so much for each burst that it has room for. */
export function mostOfABlock({ source }: Pick<Watched, "source">, measure: Pick<Measure, "mostOfABlock">): number {
  return measure.mostOfABlock ** source.burstsInABlock;
}

/** Share of answers 500 to 599, those that the edge gave for want of a replica included. */
export const ERRORS: Measure = {
  name: "share of answers 500 to 599",
  unit: "ratio",
  mostOfABlock: 4,
  answers,
  value: (counts) => (answers(counts) === 0 ? undefined : errors(counts) / answers(counts)),
  overLimit: (watched, limit) =>
    watched.blocks.map((block) => ({
      fromMs: block.fromMs,
      logs: gainsOverLimit(tally(bothIn(watched, block).active), limit),
    })),
  overOther: (watched, factor) =>
    watched.blocks.map((block) => {
      const { active, stable } = bothIn(watched, block);
      return { fromMs: block.fromMs, logs: gainsOverOther(tally(active), tally(stable), factor) };
    }),
};

function tally(counts: Counts) {
  return { of: answers(counts), bad: errors(counts) };
}

function answers({ statuses }: Counts): number {
  return statuses.reduce((sum, count) => sum + count, 0);
}

function errors({ statuses }: Counts): number {
  return statuses[4] ?? 0;
}
