import { wallTime, type WallMs } from "../../model/gates/wall-time.ts";
import { DAY_MINUTES, weeklyHours, type WeeklyHours } from "../../model/gates/weekly-hours.ts";
import { freezeEnd, type Freeze, type WindowSettings } from "../../model/gates/window.ts";
import { zoneClock } from "./zone-clock.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Beyond a year and a freeze nobody plans. */
const SEARCH_DAYS = 800;

/** Why a window is closed, by its own clocks. */
export type Closed = { why: "hours" } | { why: "except"; hours: string } | { why: "freeze"; freeze: Freeze };

/** What a window says about one instant. */
export interface Opening {
  /** Null while it is open. */
  closed: Closed | null;
  /** What the clocks of its zone show. */
  wall: WallMs;
  /** While it is closed: when it opens; null where it does not within two years. */
  opensAt: { instant: number; wall: WallMs } | null;
}

/** Whether a window is open at an instant (Unix milliseconds), and when it will be. Pure: the same for the same database of zones. */
export function openingAt(window: WindowSettings, instant: number): Opening {
  const clock = zoneClock(window.zone);
  const wall = clock.wallAt(instant);
  const closed = whyClosed(window, wall);
  if (closed === null) return { closed, wall, opensAt: null };
  return { closed, wall, opensAt: nextOpening(window, instant) };
}

/** Everything is judged by what the clocks show, so that an hour that comes twice is open twice, and one that never comes never. */
function whyClosed(window: WindowSettings, wall: WallMs): Closed | null {
  const freeze = window.freeze.find(({ from, to }) => wall >= wallTime(from).wall && wall < freezeEnd(to));
  if (freeze !== undefined) return { why: "freeze", freeze };
  const hours = window.except.find((text) => holds(weeklyHours(text), wall));
  if (hours !== undefined) return { why: "except", hours };
  return window.open.some((text) => holds(weeklyHours(text), wall)) ? null : { why: "hours" };
}

/** Whether a wall time lies in hours that began on its own day, or last from the day before. */
function holds({ days, start, end }: WeeklyHours, wall: WallMs): boolean {
  const minute = Math.floor((wall % DAY_MS) / MINUTE_MS);
  const day = new Date(wall).getUTCDay();
  const isToday = days.has(day) && minute >= start && minute < end;
  const isLasting = days.has((day + 6) % 7) && minute + DAY_MINUTES >= start && minute + DAY_MINUTES < end;
  return isToday || isLasting;
}

/** Only where a period begins or ends, or the clocks are set, can a window open: each such instant is asked, the next one first. */
function nextOpening(window: WindowSettings, after: number): Opening["opensAt"] {
  const clock = zoneClock(window.zone);
  const minutes = new Set([
    ...window.open.map((text) => weeklyHours(text).start),
    ...window.except.map((text) => weeklyHours(text).end % DAY_MINUTES),
  ]);
  const freezeEnds = window.freeze.flatMap(({ to }) => clock.instantsOf(freezeEnd(to)));
  for (let day = 0; day < SEARCH_DAYS; day += 1) {
    const from = after + day * DAY_MS;
    const to = from + DAY_MS;
    const midnight = Math.floor(clock.wallAt(from) / DAY_MS) * DAY_MS;
    const walls = [-1, 0, 1, 2].flatMap((days) =>
      [...minutes].map((minute) => midnight + days * DAY_MS + minute * MINUTE_MS),
    );
    const instants = [...walls.flatMap(clock.instantsOf), ...freezeEnds, ...clock.changesBetween(from, to)];
    const next = instants
      .filter((instant) => instant > after && instant >= from && instant <= to)
      .toSorted((a, b) => a - b)
      .find((instant) => whyClosed(window, clock.wallAt(instant)) === null);
    if (next !== undefined) return { instant: next, wall: clock.wallAt(next) };
  }
  return null;
}
