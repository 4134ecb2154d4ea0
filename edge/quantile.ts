import { BUCKET_BOUNDS_MS } from "./counts.ts";

/**
 * The time in ms within which a share `q`, 0 to 1, of all answers came; undefined where there are none. Answers are taken to lie
 * evenly inside a bucket, the first of which begins at 0; a quantile in the last one, which has no end, is its beginning. This is
 * `histogram_quantile` of Prometheus (prometheus.io/docs/prometheus/latest/querying/functions, classic histograms).
 */
export function quantile(q: number, latency: readonly number[]): number | undefined {
  const rank = q * latency.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [index, count] of latency.entries()) {
    if (count > 0 && below + count >= rank) {
      const from = BUCKET_BOUNDS_MS[index - 1] ?? 0;
      const to = BUCKET_BOUNDS_MS[index] ?? from;
      return from + (to - from) * ((rank - below) / count);
    }
    below += count;
  }
  return undefined;
}
