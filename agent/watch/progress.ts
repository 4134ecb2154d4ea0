import { z } from "zod";
import type { Counts } from "../../edge/counts.ts";
import type { CanaryState } from "../../model/canary-state.ts";

export const progressSchema = z.strictObject({
  /** Numbers of the switch and of the last change: another step begins anew. */
  generation: z.int(),
  revision: z.int(),
  /** Milliseconds for which somebody watched it, by a clock that only grows. */
  watchedMs: z.number(),
  /** Requests that the new color has answered meanwhile. */
  answered: z.int(),
});

/** How far a step of a canary is, as far as somebody has watched it. What came while nobody did proves nothing. */
export type Progress = z.infer<typeof progressSchema>;

/** Longer than any pause between two looks that is no gap: a process that was frozen has watched nothing. */
const LONGEST_LOOK_MS = 5_000;

/** Where a step is after a look, `passedMs` after the last one; `counted` is what the new color got since then. */
export function progressAfter(
  before: Progress | undefined,
  { generation, canary }: { generation: number; canary: CanaryState },
  { passedMs, counted }: { passedMs: number; counted: Counts },
): Progress {
  const { revision } = canary;
  if (before?.generation !== generation || before.revision !== revision) {
    return { generation, revision, watchedMs: 0, answered: 0 };
  }
  return {
    ...before,
    watchedMs: before.watchedMs + Math.min(passedMs, LONGEST_LOOK_MS),
    answered: before.answered + counted.statuses.reduce((sum, count) => sum + count, 0),
  };
}

/** Whether a canary is to go on: it waits for nobody, its time is over, and enough requests were answered. */
export function isStepOver({ watchedMs, answered }: Progress, canary: CanaryState): boolean {
  const forMs = canary.steps[canary.step]?.forMs ?? null;
  if (canary.paused !== null || forMs === null) return false;
  return watchedMs >= forMs && answered >= canary.minSamples;
}
