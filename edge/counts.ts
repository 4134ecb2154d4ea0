import type { Color } from "../model/color.ts";

/**
 * Upper bounds of the latency buckets in ms, each included; one more bucket takes what is slower. They are Prometheus' default
 * buckets with two below, because many services answer within 5 ms, and one above.
 */
export const BUCKET_BOUNDS_MS = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000] as const;

/** Answers are counted by the first digit of their status. */
export const STATUS_CLASSES = ["1xx", "2xx", "3xx", "4xx", "5xx"] as const;

/** What came of the requests that clients sent to one color of a service. */
export interface Counts {
  /** Requests that came, answered or not. */
  requests: number;
  /** Answers, the edge's own included, in the order of {@link STATUS_CLASSES}. */
  statuses: readonly number[];
  /** Of the answers, those the edge gave because it could connect to no replica. */
  connectFailures: number;
  /** How often a request was sent again after a replica failed to take or to answer it. */
  retries: number;
  /** Answers in each bucket, by the time from the request's headers to the answer's; not cumulative. */
  latency: readonly number[];
}

/** By service and color. */
export type CountsByColor = Readonly<Record<string, Partial<Record<Color, Counts>>>>;

/** Asks an edge again and again what it has counted. */
export interface CountReader {
  /** Everything since the edge's container started. Throws an InputError where the edge does not answer, or does not count. */
  read(): Promise<CountsByColor>;
  close(): void;
}

export const NO_COUNTS: Counts = {
  requests: 0,
  statuses: STATUS_CLASSES.map(() => 0),
  connectFailures: 0,
  retries: 0,
  latency: [...BUCKET_BOUNDS_MS, Infinity].map(() => 0),
};

/**
 * What was counted from one reading to a later one. Nothing where counting began anew between them: with a restart of the edge.
 */
export function countsBetween(earlier: Counts, later: Counts): Counts {
  const passed = combine(earlier, later, difference);
  const hasGoneBack = [passed.requests, ...passed.statuses, ...passed.latency].some((count) => count >= 2 ** 31);
  return hasGoneBack ? NO_COUNTS : passed;
}

export function addCounts(some: Counts, more: Counts): Counts {
  return combine(some, more, (a, b) => a + b);
}

function combine(a: Counts, b: Counts, by: (a: number, b: number) => number): Counts {
  const each = (left: readonly number[], right: readonly number[]) =>
    right.map((count, index) => by(left[index] ?? 0, count));
  return {
    requests: by(a.requests, b.requests),
    statuses: each(a.statuses, b.statuses),
    connectFailures: by(a.connectFailures, b.connectFailures),
    retries: by(a.retries, b.retries),
    latency: each(a.latency, b.latency),
  };
}

/** A counter has 32 bits, and starts again at 0 after its last number. */
function difference(earlier: number, later: number): number {
  return (later - earlier) >>> 0;
}
