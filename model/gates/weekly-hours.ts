import { z } from "zod";

/** In the order in which `getUTCDay` numbers them. */
export const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

export const DAY_MINUTES = 1440;

/** Hours that come again each week, by the wall clock. */
export interface WeeklyHours {
  /** Numbers of the days on which they begin, 0 for Sunday. */
  days: ReadonlySet<number>;
  /** Minute of the day at which they begin. */
  start: number;
  /** Minute at which they are over, counted from the midnight before `start`: above 1440 where they last into the next day. */
  end: number;
}

/** Hours of a week as users write them, `mon-fri 09:00-17:00`, kept as the text. */
export const weeklyHoursSchema = z
  .string()
  .superRefine((text, context) => {
    if (parseWeeklyHours(text) !== undefined) return;
    context.addIssue({
      code: "custom",
      message:
        'must be days and hours|Write it like "mon-fri 09:00-17:00", "sat,sun 00:00-24:00" or "fri 22:00-02:00" (over midnight).',
    });
  })
  .meta({ title: "days and hours" });

/** Hours of a text that the schema has accepted; throws on anything else, which would be our bug. */
export function weeklyHours(text: string): WeeklyHours {
  const hours = parseWeeklyHours(text);
  if (hours === undefined) throw new Error(`not hours of a week: ${JSON.stringify(text)}`);
  return hours;
}

export function parseWeeklyHours(text: string): WeeklyHours | undefined {
  const match = /^(\S+) (\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text);
  if (match === null) return undefined;
  const [, names = "", ...numbers] = match;
  const days = parseDays(names);
  const [startHour = 0, startMinute = 0, endHour = 0, endMinute = 0] = numbers.map(Number);
  const start = startHour * 60 + startMinute;
  const end = endHour * 60 + endMinute;
  const isTime = startMinute < 60 && endMinute < 60 && start < DAY_MINUTES && end <= DAY_MINUTES;
  if (days === undefined || !isTime || start === end) return undefined;
  return { days, start, end: end > start ? end : end + DAY_MINUTES };
}

/** `mon-fri`, `sat,sun`, `fri-mon`; undefined for anything else. */
function parseDays(names: string): ReadonlySet<number> | undefined {
  const days = new Set<number>();
  for (const part of names.split(",")) {
    const [first = "", last = first, ...more] = part.split("-");
    const [from, to] = [first, last].map((name) => DAYS.findIndex((day) => day === name));
    if (from === undefined || to === undefined || from < 0 || to < 0 || more.length > 0) return undefined;
    for (let day = from; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === to) break;
    }
  }
  return days;
}
