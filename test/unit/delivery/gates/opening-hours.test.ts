import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openingAt } from "../../../../delivery/gates/opening-hours.ts";
import { DAYS } from "../../../../model/gates/weekly-hours.ts";
import { windowSchema, type WindowSettings } from "../../../../model/gates/window.ts";

const MINUTE_MS = 60_000;

/** `open`, or when it opens, in UTC; null for never. */
function opening(settings: object, instant: string): string | null {
  const { closed, opensAt } = openingAt(windowSchema.parse(settings), Date.parse(instant));
  if (closed === null) return "open";
  return opensAt === null ? null : new Date(opensAt.instant).toISOString().replace(":00.000Z", "Z");
}

const OFFICE = { zone: "Europe/Berlin", open: ["mon-fri 09:00-17:00"] };

describe("a window", () => {
  it.each([
    ["its first moment", OFFICE, "2026-11-30T08:00:00Z", "open"],
    ["the moment before", OFFICE, "2026-11-30T07:59:59.999Z", "2026-11-30T08:00Z"],
    ["its last moment", OFFICE, "2026-11-30T15:59:59.999Z", "open"],
    ["its end", OFFICE, "2026-11-30T16:00:00Z", "2026-12-01T08:00Z"],
    ["a weekend", OFFICE, "2026-11-28T12:00:00Z", "2026-11-30T08:00Z"],
    ["no settings at all", {}, "2026-11-29T03:00:00Z", "open"],
    ["the whole day, at its last minute", { open: ["sun 00:00-24:00"] }, "2026-11-29T23:59:59Z", "open"],
    ["the whole day, at midnight", { open: ["sun 00:00-24:00"] }, "2026-11-30T00:00:00Z", "2026-12-06T00:00Z"],
    ["hours over midnight, before it", { open: ["fri 22:00-02:00"] }, "2026-11-27T23:00:00Z", "open"],
    ["hours over midnight, after it", { open: ["fri 22:00-02:00"] }, "2026-11-28T01:59:00Z", "open"],
    ["hours over midnight, over", { open: ["fri 22:00-02:00"] }, "2026-11-28T02:00:00Z", "2026-12-04T22:00Z"],
    ["hours from Saturday into Sunday", { open: ["sat 20:00-04:00"] }, "2026-11-29T03:59:00Z", "open"],
    ["days over the end of a week", { open: ["fri-mon 10:00-11:00"] }, "2026-11-29T10:30:00Z", "open"],
    ["a zone of half an hour", { zone: "Asia/Kolkata", open: ["mon 09:00-10:00"] }, "2026-11-30T03:30:00Z", "open"],
    [
      "the same, before",
      { zone: "Asia/Kolkata", open: ["mon 09:00-10:00"] },
      "2026-11-30T03:29:00Z",
      "2026-11-30T03:30Z",
    ],
    [
      "a zone of a quarter",
      { zone: "Asia/Kathmandu", open: ["mon 09:00-10:00"] },
      "2026-11-30T03:14:00Z",
      "2026-11-30T03:15Z",
    ],
    [
      "a zone where it is tomorrow",
      { zone: "Pacific/Kiritimati", open: ["mon 00:00-01:00"] },
      "2026-11-29T10:00:00Z",
      "open",
    ],
    ["a leap day", { open: ["sat 12:00-13:00"] }, "2048-02-29T12:30:00Z", "open"],
    [
      "closed hours within",
      { open: ["mon 09:00-17:00"], except: ["mon 12:00-13:00"] },
      "2026-11-30T12:00:00Z",
      "2026-11-30T13:00Z",
    ],
    [
      "a day closed",
      { open: ["mon-fri 09:00-17:00"], except: ["fri 00:00-24:00"] },
      "2026-11-26T18:00:00Z",
      "2026-11-30T09:00Z",
    ],
    ["everything excepted", { except: ["mon-sun 00:00-24:00"] }, "2026-11-26T18:00:00Z", null],
  ])("at %s", (_what, settings, instant, expected) => {
    expect(opening(settings, instant)).toBe(expected);
  });

  it.each([
    ["its first moment", "2026-12-18T14:59:59Z", "open"],
    ["its beginning", "2026-12-18T15:00:00Z", "2027-01-07T08:00Z"],
    ["the last second of its last day", "2027-01-06T22:59:59Z", "2027-01-07T08:00Z"],
  ])("that freezes from an hour to the end of a day, at %s", (_what, instant, expected) => {
    const freeze = [{ from: "2026-12-18T16:00", to: "2027-01-06", reason: "closing" }];
    expect(opening({ ...OFFICE, freeze }, instant)).toBe(expected);
  });

  it("opens when a freeze ends within its hours", () => {
    const freeze = [{ from: "2026-11-01", to: "2026-11-30T10:30", reason: "audit" }];
    expect(opening({ ...OFFICE, freeze }, "2026-11-29T00:00:00Z")).toBe("2026-11-30T09:30Z");
  });

  /** 2026-03-29 in Berlin: 02:00 is 03:00. 2026-10-25: 03:00 is 02:00 again. */
  it.each([
    ["hours that never come", ["sun 02:00-03:00"], "2026-03-29T00:00:00Z", "2026-04-05T00:00Z"],
    ["hours that begin in the gap, before it", ["sun 02:30-04:00"], "2026-03-29T00:59:59Z", "2026-03-29T01:00Z"],
    ["hours that begin in the gap, after it", ["sun 02:30-04:00"], "2026-03-29T01:00:00Z", "open"],
    ["hours that end in the gap", ["sun 01:00-02:30"], "2026-03-29T01:00:00Z", "2026-04-04T23:00Z"],
    ["hours that come twice, first", ["sun 02:00-03:00"], "2026-10-25T00:30:00Z", "open"],
    ["hours that come twice, second", ["sun 02:00-03:00"], "2026-10-25T01:30:00Z", "open"],
    ["a part that comes twice, between", ["sun 02:30-03:00"], "2026-10-25T01:00:00Z", "2026-10-25T01:30Z"],
    ["hours into which the clocks are set back", ["sun 01:30-02:30"], "2026-10-25T00:30:00Z", "2026-10-25T01:00Z"],
  ])("when the clocks are set, for %s", (_what, open, instant, expected) => {
    expect(opening({ zone: "Europe/Berlin", open }, instant)).toBe(expected);
  });

  it("when the clocks are set by half an hour", () => {
    // Lord Howe Island, 2026-04-05: 02:00 is 01:30 again
    const settings = { zone: "Australia/Lord_Howe", open: ["sun 01:30-02:00"] };
    expect(opening(settings, "2026-04-04T14:45:00Z")).toBe("open");
    expect(opening(settings, "2026-04-04T15:15:00Z")).toBe("open");
    expect(opening(settings, "2026-04-04T15:30:00Z")).toBe("2026-04-11T15:00Z");
  });
});

/** In each of these zones the clocks are set on the day that begins within the next hours. */
const CHANGES = [
  ["Europe/Berlin", "2026-03-28T12:00:00Z"],
  ["Europe/Berlin", "2026-10-24T12:00:00Z"],
  ["America/New_York", "2026-03-07T20:00:00Z"],
  ["America/New_York", "2026-10-31T20:00:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T04:00:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T04:00:00Z"],
  ["America/Santiago", "2026-09-05T12:00:00Z"], // at midnight
  ["Pacific/Apia", "2011-12-29T12:00:00Z"], // a day left out
  ["Asia/Kolkata", "2026-03-28T12:00:00Z"], // never
] as const;

const time = fc.integer({ min: 0, max: 95 }).map((quarter) => minuteText(quarter * 15));
const days = fc.constantFrom("mon-fri", "sat,sun", "mon-sun", "sun", "fri-mon");
const hours = fc.tuple(days, time, time).filter(([, start, end]) => start !== end);
const weekly = fc.array(
  hours.map(([day, start, end]) => `${day} ${start}-${end}`),
  { minLength: 1, maxLength: 3 },
);

describe("when a window opens next", () => {
  it.each(CHANGES)("is what trying each minute finds, in %s around %s", (zone, around) => {
    const window = fc.record({ open: weekly, except: fc.oneof(fc.constant([]), weekly) });
    fc.assert(
      fc.property(window, fc.integer({ min: 0, max: 24 * 60 }), (settings, minutes) => {
        const window = windowSchema.parse({ zone, ...settings });
        const instant = Date.parse(around) + minutes * MINUTE_MS;
        const { opensAt, closed } = openingAt(window, instant);
        const found = firstOpenMinute(window, instant, 36 * 60);
        if (closed === null) expect(found).toBe(instant);
        else if (found === null) expect(opensAt === null || opensAt.instant > instant + 36 * 60 * MINUTE_MS).toBe(true);
        else expect(opensAt?.instant).toBe(found);
      }),
      { numRuns: 25 },
    );
  });
});

/** By another way: each minute's wall clock as `Intl` prints it, against the text of the hours. */
function firstOpenMinute({ zone, open, except }: WindowSettings, from: number, minutes: number): number | null {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  for (let minute = 0; minute <= minutes; minute += 1) {
    const instant = from + minute * MINUTE_MS;
    const [weekday = "", clock = ""] = format.format(instant).replace(",", "").toLowerCase().split(" ");
    const isIn = (texts: readonly string[]) => texts.some((text) => isWithin(text, weekday, clock));
    if (isIn(open) && !isIn(except)) return instant;
  }
  return null;
}

function isWithin(text: string, weekday: string, clock: string): boolean {
  const [names = "", hours = ""] = text.split(" ");
  const [start = "", end = ""] = hours.split("-");
  const yesterday = DAYS[(DAYS.findIndex((day) => day === weekday) + 6) % 7] ?? "";
  if (start < end) return listed(names, weekday) && clock >= start && clock < end;
  return (listed(names, weekday) && clock >= start) || (listed(names, yesterday) && clock < end);
}

function listed(names: string, day: string): boolean {
  const all: Record<string, readonly string[]> = {
    "mon-fri": ["mon", "tue", "wed", "thu", "fri"],
    "sat,sun": ["sat", "sun"],
    "mon-sun": DAYS,
    sun: ["sun"],
    "fri-mon": ["fri", "sat", "sun", "mon"],
  };
  return all[names]?.includes(day) === true;
}

function minuteText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
