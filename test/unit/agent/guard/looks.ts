import { evaluate } from "../../../../agent/guard/evaluate.ts";
import { BLOCK_MS, keepReading, NO_HISTORY, type History } from "../../../../agent/guard/history.ts";
import type { GuardLook } from "../../../../agent/guard/look.ts";
import { addCounts, BUCKET_BOUNDS_MS, NO_COUNTS, type Counts } from "../../../../edge/counts.ts";
import { guardSchema, type GuardInput } from "../../../../model/guard.ts";

/** A time at which a color got its first traffic. */
export const SINCE_MS = 1_790_000_000_000;

/** What a color answers in each block. */
export interface Answers {
  of: number;
  bad?: number;
  /** Bounds of buckets in ms, and how many answers each has; all are within 10 ms when left out. */
  ms?: Readonly<Record<number, number>>;
}

/** Some time with the same answers in every block. */
export interface Phase {
  minutes: number;
  active?: Answers;
  stable?: Answers;
}

/** A look at green, after phases of which the first one is before its first traffic. */
export function lookAfter(phases: readonly [Phase, ...Phase[]], look: Partial<GuardLook> = {}): GuardLook {
  let atMs = SINCE_MS - phases[0].minutes * 60_000;
  let counts = { blue: NO_COUNTS, green: NO_COUNTS };
  let history: History = keepReading(NO_HISTORY, { atMs, counts: { shop: counts } });
  for (const { minutes, active, stable } of phases) {
    for (const endMs = atMs + minutes * 60_000; atMs < endMs;) {
      atMs += BLOCK_MS;
      counts = { blue: addCounts(counts.blue, countsOf(stable)), green: addCounts(counts.green, countsOf(active)) };
      history = keepReading(history, { atMs, counts: { shop: counts } });
    }
  }
  const time = { nowMs: atMs, sinceMs: SINCE_MS, history };
  return {
    service: "shop",
    active: "green",
    share: 500,
    ...time,
    replicas: 2,
    slots: {},
    replicasSeen: undefined,
    ...look,
  };
}

/** Verdicts of the rules on answers, by what was declared of them. */
export function judge(guard: GuardInput, look: GuardLook) {
  return evaluate(guardSchema.parse({ failedChecks: null, flapping: null, ...guard }), look);
}

function countsOf({ of, bad = 0, ms = { 10: of } }: Answers = { of: 0 }): Counts {
  const latency = [...BUCKET_BOUNDS_MS, Infinity].map((bound) => ms[bound] ?? 0);
  return { ...NO_COUNTS, requests: of, statuses: [0, of - bad, 0, 0, bad], latency };
}
