import { expect, it } from "vitest";
import { isQuiet } from "../../../../../agent/notify/queue/quiet-hours.ts";
import { settingsWith } from "./settings.ts";

const quiet = (from: string, to: string, timeZone = "UTC") => settingsWith({ quietHours: { from, to, timeZone } });

it.each([
  ["22:00", "07:00", "2026-11-30T21:59:59Z", false],
  ["22:00", "07:00", "2026-11-30T22:00:00Z", true],
  ["22:00", "07:00", "2026-11-30T00:00:00Z", true],
  ["22:00", "07:00", "2026-11-30T06:59:59Z", true],
  ["22:00", "07:00", "2026-11-30T07:00:00Z", false],
  ["12:00", "13:30", "2026-11-30T13:29:59Z", true],
  ["12:00", "13:30", "2026-11-30T11:59:59Z", false],
  ["12:00", "13:30", "2026-11-30T13:30:00Z", false],
])("between %s and %s it is quiet at %s: %s", (from, to, moment, isIt) => {
  expect(isQuiet(quiet(from, to), Date.parse(moment))).toBe(isIt);
});

it("goes by the clocks of the zone, in summer, too", () => {
  const berlin = quiet("22:00", "07:00", "Europe/Berlin");
  expect(isQuiet(berlin, Date.parse("2026-11-30T21:00:00Z"))).toBe(true);
  expect(isQuiet(berlin, Date.parse("2026-07-30T20:00:00Z"))).toBe(true);
  expect(isQuiet(berlin, Date.parse("2026-07-30T05:00:00Z"))).toBe(false);
});

it("is never quiet where nobody said so", () => {
  expect(isQuiet(settingsWith(), Date.parse("2026-11-30T03:00:00Z"))).toBe(false);
});
