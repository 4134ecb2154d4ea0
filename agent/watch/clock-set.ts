/** Less may be a delay of this process between its two clocks. */
const LEAST_MS = 1_000;

/** What two clocks say at one moment. */
export interface Moments {
  /** Unix time in ms, by the host's clock, which anybody may set. */
  nowMs: number;
  /** Milliseconds by a clock that only grows. */
  steadyMs: number;
}

/** By how many ms the host's clock was set ahead between two moments, below 0 where it was set back; 0 where it was not set. */
export function clockSetBy(before: Moments, after: Moments): number {
  const setMs = after.nowMs - before.nowMs - (after.steadyMs - before.steadyMs);
  return Math.abs(setMs) < LEAST_MS ? 0 : Math.round(setMs);
}
