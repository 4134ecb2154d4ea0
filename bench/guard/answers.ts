import { BUCKET_BOUNDS_MS, NO_COUNTS, type Counts } from "../../edge/counts.ts";
import { binomial, poisson, type Random } from "./random.ts";

/** What a color truly does. */
export interface Truth {
  /** Share of its answers that are 500 to 599. */
  errors: number;
  /** Median time of an answer. */
  medianMs: number;
}

/** Of the log-logistic distribution of times: P95 is 3.2 times the median, P99 6.3 times. */
const SHAPE = 2.5;

/** A draw of what is counted when so many answers are expected of a color. */
export function drawCounts(random: Random, expected: number, { errors, medianMs }: Truth): Counts {
  const latency = shares(medianMs).map((share) => poisson(random, expected * share));
  const requests = latency.reduce((sum, count) => sum + count, 0);
  const failed = binomial(random, requests, errors);
  return { ...NO_COUNTS, requests, statuses: [0, requests - failed, 0, 0, failed], latency };
}

function shares(medianMs: number): number[] {
  const within = BUCKET_BOUNDS_MS.map((bound) => 1 / (1 + (bound / medianMs) ** -SHAPE));
  return [...within, 1].map((share, index) => share - (within[index - 1] ?? 0));
}
