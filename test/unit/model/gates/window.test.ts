import { describe, expect, it } from "vitest";
import { tryParse } from "../../../../model/problems.ts";
import { windowSchema } from "../../../../model/gates/window.ts";

const problems = (input: object) => {
  const result = tryParse(windowSchema, input, { path: "gates.window" });
  return "problems" in result ? result.problems : [];
};
const freeze = (from: string, to: string) => problems({ freeze: [{ from, to, reason: "audit" }] });

describe("the settings of a window", () => {
  it("are always open, in UTC, where nothing is said", () => {
    expect(windowSchema.parse({})).toEqual({ zone: "UTC", open: ["mon-sun 00:00-24:00"], except: [], freeze: [] });
  });

  it.each(["Mars/Olympus", "+01:00", ""])("refuse the zone %j", (zone) => {
    expect(problems({ zone })).toEqual([
      `gates.window.zone: must be a time zone, got ${JSON.stringify(zone)}. Use a name of the IANA database, such as "Europe/Berlin" or "UTC".`,
    ]);
  });

  it.each([
    "mon-fri 9:00-17:00",
    "mon-fri",
    "09:00-17:00",
    "mon- 09:00-17:00",
    "mon 09:00-25:00",
    "mon 09:00-09:00",
    "mon 24:00-09:00",
    "mon 09:60-10:00",
    "moon 09:00-10:00",
    "mon,,tue 09:00-10:00",
  ])("refuse the hours %j", (text) => {
    expect(problems({ open: [text] })).toEqual([
      `gates.window.open.0: must be days and hours, got ${JSON.stringify(text)}. Write it like "mon-fri 09:00-17:00", "sat,sun 00:00-24:00" or "fri 22:00-02:00" (over midnight).`,
    ]);
  });

  it.each(["2026-02-30", "2026-2-3", "18.12.2026", "2026-12-18T24:00", "2026-12-18T10:60", "2026-13-01"])(
    "refuse the date %j",
    (date) => {
      expect(freeze(date, "2027-01-01")).toEqual([
        `gates.window.freeze.0.from: must be a date, or a date and a time, got ${JSON.stringify(date)}. Write it in quotes, like "2026-12-18" or "2026-12-18T16:00".`,
      ]);
    },
  );

  it("take one day, a leap day, and what the Pulumi CLI makes of a date without quotes", () => {
    expect(freeze("2026-12-18", "2026-12-18")).toEqual([]);
    expect(freeze("2028-02-29", "2028-02-29T12:00")).toEqual([]);
    const cli = "2026-12-18 00:00:00 +0000 UTC";
    expect(windowSchema.parse({ freeze: [{ from: cli, to: cli, reason: "audit" }] }).freeze).toEqual([
      { from: "2026-12-18", to: "2026-12-18", reason: "audit" },
    ]);
  });

  it("refuse a freeze that is over before it begins", () => {
    expect(freeze("2026-12-18T10:00", "2026-12-18T10:00")).toEqual([
      'gates.window.freeze.0.to: must be after `from`, got "2026-12-18T10:00". Correct one of them.',
    ]);
  });
});
