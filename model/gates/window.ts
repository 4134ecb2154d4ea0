import { z } from "zod";
import { timeZoneSchema } from "./time-zone.ts";
import { parseWallTime, wallTime, wallTimeSchema } from "./wall-time.ts";
import { weeklyHoursSchema } from "./weekly-hours.ts";

const DAY_MS = 86_400_000;

const freezeSchema = z
  .strictObject({
    from: wallTimeSchema.describe("When it begins: a date, or a date and a time."),
    to: wallTimeSchema.describe("When it is over: a date, which is frozen to its end, or a date and a time."),
    reason: z.string().min(1).max(500).describe("Why; whoever is refused reads it."),
  })
  .superRefine(({ from, to }, context) => {
    const [start, end] = [parseWallTime(from), parseWallTime(to)];
    if (start === undefined || end === undefined || start.wall < freezeEnd(to)) return;
    const message = "must be after `from`|Correct one of them.";
    context.addIssue({ code: "custom", path: ["to"], input: to, message });
  });

/** When a release may be made: the gate `window`. */
export const windowSchema = z.strictObject({
  zone: timeZoneSchema.default("UTC").describe("IANA time zone by whose clocks everything here is meant."),
  open: z
    .array(weeklyHoursSchema)
    .min(1)
    .default(["mon-sun 00:00-24:00"])
    .describe("Days and hours in which releases may be made."),
  except: z.array(weeklyHoursSchema).default([]).describe("Days and hours within those in which they may not."),
  freeze: z.array(freezeSchema).default([]).describe("Periods in which no release may be made."),
});

export type WindowSettings = z.infer<typeof windowSchema>;
export type Freeze = WindowSettings["freeze"][number];

/** First moment by the wall clock that is no longer frozen. */
export function freezeEnd(to: string): number {
  const { wall, isDay } = wallTime(to);
  return isDay ? wall + DAY_MS : wall;
}
