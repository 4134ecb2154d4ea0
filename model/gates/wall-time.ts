import { z } from "zod";

/**
 * What clocks on the wall of some place show, as the milliseconds that UTC would count for the same date and time. Two of one place can
 * be compared; an instant it is only together with a zone.
 */
export type WallMs = number;

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?$/;

/** Date, or date and time, as users write it; kept as the text. A date without quotes reaches programs of the Pulumi CLI as Go prints it. */
export const wallTimeSchema = z
  .string()
  .overwrite((text) => text.replace(/ 00:00:00 \+0000 UTC$/, ""))
  .superRefine((text, context) => {
    if (parseWallTime(text) !== undefined) return;
    context.addIssue({
      code: "custom",
      message: 'must be a date, or a date and a time|Write it in quotes, like "2026-12-18" or "2026-12-18T16:00".',
    });
  })
  .meta({ title: "date, or date and time" });

/** Undefined for what is no date of the calendar. `isDay` where no time was given: midnight, at which that day begins. */
export function parseWallTime(text: string): { wall: WallMs; isDay: boolean } | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const date = new Date(wall);
  const isReal =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour && minute < 60;
  return isReal ? { wall, isDay: match[4] === undefined } : undefined;
}

/** Time of a text that the schema has accepted; throws on anything else, which would be our bug. */
export function wallTime(text: string): { wall: WallMs; isDay: boolean } {
  const time = parseWallTime(text);
  if (time === undefined) throw new Error(`not a date: ${JSON.stringify(text)}`);
  return time;
}
