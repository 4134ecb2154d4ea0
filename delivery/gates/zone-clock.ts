import type { WallMs } from "../../model/gates/wall-time.ts";

const HOUR_MS = 3_600_000;
/** No clock of the world is further from UTC than 14 hours, and none was ever set twice within so long a time. */
const NEAR_MS = 36 * HOUR_MS;
const STEP_MS = 12 * HOUR_MS;

/** The wall clocks of a zone, and the instants at which they show something. */
export interface ZoneClock {
  wallAt: (instant: number) => WallMs;
  /** None for a time that clocks leave out when they are set forward, two for one that comes twice when they are set back. */
  instantsOf: (wall: WallMs) => number[];
  /** Instants between two others at which the clocks are set, to the second. */
  changesBetween: (from: number, to: number) => number[];
}

/**
 * Reads a zone's clocks from `Intl`, the only one who knows the rules. The way back, from a wall time to instants, is no rule of its
 * own: what `Intl` says of nearby days is tried, and counts where `Intl` gives the wall time back.
 */
export function zoneClock(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: zone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23" },
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  });

  function wallAt(instant: number): WallMs {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
  }
  const offsetAt = (instant: number) => wallAt(instant) - instant;

  return {
    wallAt,
    instantsOf(wall) {
      const offsets = new Set([offsetAt(wall - NEAR_MS), offsetAt(wall + NEAR_MS)]);
      return [...offsets]
        .map((offset) => wall - offset)
        .filter((instant) => wallAt(instant) === wall)
        .toSorted((a, b) => a - b);
    },
    changesBetween(from, to) {
      const changes: number[] = [];
      for (let start = from; start < to; start += STEP_MS) {
        const end = Math.min(start + STEP_MS, to);
        if (offsetAt(start) !== offsetAt(end)) changes.push(changeIn(start, end, offsetAt));
      }
      return changes;
    },
  };
}

/** The first second with the offset of `end`. */
function changeIn(start: number, end: number, offsetAt: (instant: number) => number): number {
  const before = offsetAt(start);
  let [low, high] = [Math.floor(start / 1000), Math.ceil(end / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1000) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}
