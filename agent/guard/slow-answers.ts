import { BUCKET_BOUNDS_MS } from "../../edge/counts.ts";

/**
 * How many answers took longer than `limitMs`. Answers are taken to lie evenly inside a bucket, as `quantile` takes them: it is above a
 * time exactly when more than the rest of the answers are slower than that. Those in the last bucket are slower than any time.
 */
export function slowerThan(limitMs: number, latency: readonly number[]): number {
  return latency.reduce((slower, count, index) => slower + count * partAbove(limitMs, index), 0);
}

function partAbove(limitMs: number, index: number): number {
  const from = BUCKET_BOUNDS_MS[index - 1] ?? 0;
  const to = BUCKET_BOUNDS_MS[index];
  if (to === undefined || limitMs <= from) return 1;
  return limitMs >= to ? 0 : (to - limitMs) / (to - from);
}
