/** How long something took, time after time. */
export interface Spread {
  /** How many there were. */
  of: number;
  /** Of how many it is known how long they took; the figures are about these. */
  known: number;
  /** Null where none is known. */
  medianMs: number | null;
  longestMs: number | null;
}

/** The spread of some times in ms, null for one that is not known. Of an even number the median is the mean of the middle two. */
export function spreadOf(times: readonly (number | null)[]): Spread {
  const known = times.filter((time) => time !== null).toSorted((a, b) => a - b);
  const half = Math.floor(known.length / 2);
  const middle = known.length % 2 === 0 ? known.slice(half - 1, half + 1) : known.slice(half, half + 1);
  return {
    ...{ of: times.length, known: known.length },
    medianMs: known.length === 0 ? null : Math.round(middle.reduce((sum, time) => sum + time, 0) / middle.length),
    longestMs: known.at(-1) ?? null,
  };
}

/** From one time to another; null where the later one is not known, or the clock has gone back in between. */
export function elapsedMs(from: number, to: number | null): number | null {
  return to === null || to < from ? null : to - from;
}
