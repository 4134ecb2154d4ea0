import { parseDurationMs } from "../../model/duration.ts";
import { InputError } from "../../model/errors.ts";

const DAY_MS = 86_400_000;
const DATE = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * Reads a point in time, in Unix milliseconds: so long before `now` (`30d`, `12h`), a date such as `2026-11-01`, which begins at
 * midnight here, or a moment such as `2026-11-01T12:00:00Z`. Throws an InputError, about `option`, for anything else and for what was
 * before 1970.
 */
export function parseMoment(option: string, text: string, now: number): number {
  const ms = momentOf(text, now);
  if (ms >= 0) return ms;
  throw new InputError(
    `${option}: must be a date, a moment or a time before now, got ${JSON.stringify(text)}. ` +
      'Write it like "2026-11-01", "2026-11-01T12:00:00Z" or "30d".',
  );
}

function momentOf(text: string, now: number): number {
  if (DATE.test(text)) return Date.parse(`${text}T00:00:00`);
  if (MOMENT.test(text)) return Date.parse(text);
  const days = /^(\d+)d$/.exec(text)?.[1];
  return now - (days === undefined ? (parseDurationMs(text) ?? Number.NaN) : Number(days) * DAY_MS);
}
