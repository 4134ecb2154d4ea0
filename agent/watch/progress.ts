import { z } from "zod";
import type { Counts } from "../../edge/counts.ts";
import type { EdgeRecord } from "../../model/record.ts";

export const progressSchema = z.strictObject({
  /** Numbers of the switch and of the canary's last change, 0 where all traffic is there: whatever changes either begins anew. */
  generation: z.int(),
  revision: z.int(),
  /** Unix time in ms, by the host's clock, at which the color was first seen with traffic. */
  sinceMs: z.int(),
  /** Milliseconds for which this step, or the time after it, was watched, by a clock that only grows. */
  watchedMs: z.number(),
  /** Requests that the color has answered meanwhile. */
  answered: z.int(),
  /** Nothing is to be watched any more, or nothing ever was. */
  isOver: z.boolean(),
});

/** How far what is watched of a service is. What came while nobody watched proves nothing. */
export type Progress = z.infer<typeof progressSchema>;

/** What passed since the last look. */
export interface Passed {
  /** Unix time in ms, by the host's clock. */
  nowMs: number;
  /** By a clock that only grows. */
  passedMs: number;
  /** What the active color got. */
  counted: Counts;
}

/** Longer than any pause between two looks that is no gap: a process that was frozen has watched nothing. */
const LONGEST_LOOK_MS = 5_000;

/** Where a service is after a look. */
export function progressAfter(
  before: Progress | undefined,
  record: EdgeRecord,
  { nowMs, passedMs, counted }: Passed,
): Progress {
  const { generation, canary } = record;
  const revision = canary?.revision ?? 0;
  const isSameSwitch = before?.generation === generation;
  if (isSameSwitch && before.revision === revision) {
    return {
      ...before,
      watchedMs: before.watchedMs + Math.min(passedMs, LONGEST_LOOK_MS),
      answered: before.answered + counted.statuses.reduce((sum, count) => sum + count, 0),
    };
  }
  return {
    ...{ generation, revision, watchedMs: 0, answered: 0 },
    sinceMs: isSameSwitch ? before.sinceMs : nowMs,
    isOver: isSameSwitch ? before.isOver : !isRelease(before, record),
  };
}

/**
 * Whether what serves is to be watched: a release that this agent has seen come, or that is under way. One that was gone back to has
 * served before, and what it came from is held.
 */
function isRelease(before: Progress | undefined, { canary, active, hold }: EdgeRecord): boolean {
  if (canary !== undefined) return true;
  return before !== undefined && active !== null && hold === undefined;
}
