import { z } from "zod";
import type { Counts } from "../../edge/counts.ts";
import { otherColor } from "../../model/color.ts";
import type { EdgeRecord } from "../../model/record.ts";

export const progressSchema = z.strictObject({
  /** Numbers of the switch and of the canary's last change, 0 where all traffic is there: whatever changes either begins anew. */
  generation: z.int(),
  revision: z.int(),
  /** Of the release that serves; empty where nobody does. */
  hash: z.string(),
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
  /** When the ledger's last entry was written, Unix time in ms, by the host's clock; null where nobody tells. */
  wroteMs: number | null;
}

/** Longer than any pause between two looks that is no gap: a process that was frozen has watched nothing. */
const LONGEST_LOOK_MS = 5_000;

/** An agent that is made by the very run that releases may come so much later than the switch. */
const JUST_NOW_MS = 60_000;

/** Where a service is after a look. */
export function progressAfter(
  before: Progress | undefined,
  record: EdgeRecord,
  { nowMs, passedMs, counted, wroteMs }: Passed,
): Progress {
  const { generation, active, sealed, canary } = record;
  const revision = canary?.revision ?? 0;
  const hash = (active === null ? undefined : sealed[active]?.hash) ?? "";
  const isSameRelease = before !== undefined && before.hash === hash && (before.revision > 0 || revision === 0);
  if (before?.generation === generation && before.revision === revision) {
    return {
      ...before,
      watchedMs: before.watchedMs + Math.min(passedMs, LONGEST_LOOK_MS),
      answered: before.answered + counted.statuses.reduce((sum, count) => sum + count, 0),
    };
  }
  const isJustNow = wroteMs !== null && nowMs - wroteMs < JUST_NOW_MS;
  const hasSeenItCome = before !== undefined || (isJustNow && hasWayBack(record));
  return {
    ...{ generation, revision, hash, watchedMs: 0, answered: 0 },
    // The same release, with more clients or put back where it was by an `up`.
    sinceMs: isSameRelease ? before.sinceMs : nowMs,
    isOver: isSameRelease ? before.isOver : !isRelease(record, hasSeenItCome),
  };
}

function hasWayBack({ active, sealed }: EdgeRecord): boolean {
  return active !== null && sealed[otherColor(active)] !== null;
}

/**
 * Whether what serves is to be watched: a release that this agent has seen come, or that is under way. What was gone back to has
 * served before, and going back from it would be going forward to what it was gone back from.
 */
function isRelease({ canary, active, purpose }: EdgeRecord, hasSeenItCome: boolean): boolean {
  if (canary !== undefined) return true;
  return hasSeenItCome && active !== null && purpose === "release";
}
