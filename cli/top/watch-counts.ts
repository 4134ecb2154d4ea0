import { addCounts, countsBetween, NO_COUNTS, type Counts, type CountsByColor } from "../../edge/counts.ts";
import { COLORS, type Color } from "../../model/color.ts";

/** What was counted up to the last reading. */
export interface Watched {
  /** When the last reading was, as `performance.now()` counts. */
  atMs: number;
  /** From the reading before to the last. */
  intervalMs: number;
  /** From the first reading to the last. */
  totalMs: number;
  /** The last reading. */
  counts: CountsByColor;
  /** What was counted in each of these times. */
  interval: CountsByColor;
  total: CountsByColor;
}

export function beginWatching(counts: CountsByColor, nowMs: number): Watched {
  return { atMs: nowMs, intervalMs: 0, totalMs: 0, counts, interval: {}, total: {} };
}

/** Takes another reading in. */
export function watchOn(watched: Watched, counts: CountsByColor, nowMs: number): Watched {
  const interval = eachColor(counts, (later, service, color) =>
    countsBetween(countsOf(watched.counts, service, color), later),
  );
  const total = sumOfCounts([watched.total, interval]);
  const intervalMs = nowMs - watched.atMs;
  return { atMs: nowMs, intervalMs, totalMs: watched.totalMs + intervalMs, counts, interval, total };
}

/** What several edges have counted, together. */
export function sumOfCounts(all: readonly CountsByColor[]): CountsByColor {
  return all.reduce((sum, more) => ({ ...sum, ...mergeServices(sum, more) }), {});
}

export function countsOf(counts: CountsByColor, service: string, color: Color): Counts {
  return counts[service]?.[color] ?? NO_COUNTS;
}

function mergeServices(sum: CountsByColor, more: CountsByColor): CountsByColor {
  const merged = eachColor(more, (counts, service, color) => addCounts(countsOf(sum, service, color), counts));
  return Object.fromEntries(
    Object.entries(merged).map(([service, colors]) => [service, { ...sum[service], ...colors }]),
  );
}

function eachColor(
  counts: CountsByColor,
  make: (counts: Counts, service: string, color: Color) => Counts,
): CountsByColor {
  return Object.fromEntries(
    Object.entries(counts).map(([service, colors]) => [
      service,
      Object.fromEntries(
        COLORS.flatMap((color) => {
          const own = colors[color];
          return own === undefined ? [] : [[color, make(own, service, color)]];
        }),
      ),
    ]),
  );
}
