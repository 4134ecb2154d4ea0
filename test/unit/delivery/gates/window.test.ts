import { describe, expect, it } from "vitest";
import { judgeWindow } from "../../../../delivery/gates/window.ts";
import { windowSchema } from "../../../../model/gates/window.ts";
import { request } from "./request.ts";

const OFFICE = windowSchema.parse({
  zone: "Europe/Berlin",
  open: ["mon-fri 09:00-17:00"],
  except: ["mon 12:00-13:00"],
  freeze: [{ from: "2026-12-18", to: "2027-01-06", reason: "year-end closing" }],
});
const judge = (instant: string, variables: Record<string, string> = {}) =>
  judgeWindow(OFFICE, Date.parse(instant), request({}, variables));

describe("the gate window", () => {
  it("passes while it is open, and says what time it went by", () => {
    expect(judge("2026-11-30T10:00:30Z")).toEqual({
      verdict: "pass",
      seen: "it is Mon 2026-11-30 11:00 in Europe/Berlin",
    });
  });

  it.each([
    ["2026-11-28T13:03:00Z", "it is Sat 2026-11-28 14:03 in Europe/Berlin; opens Mon 09:00"],
    [
      "2026-11-30T11:15:00Z",
      "it is Mon 2026-11-30 12:15 in Europe/Berlin, because of `except: mon 12:00-13:00`; opens Mon 13:00",
    ],
    [
      "2026-12-18T10:00:00Z",
      "it is Fri 2026-12-18 11:00 in Europe/Berlin, frozen until 2027-01-06: year-end closing; opens Thu 2027-01-07 09:00",
    ],
  ])("is closed at %s, and says when it opens", (instant, seen) => {
    expect(judge(instant)).toMatchObject({
      verdict: "fail",
      seen,
      remedy: expect.stringContaining("--emergency") as string,
    });
  });

  it("opens for an emergency, which it names", () => {
    expect(judge("2026-11-28T13:03:00Z", { TIDEGATE_EMERGENCY: "payments are down" })).toEqual({
      verdict: "pass",
      seen: "it is Sat 2026-11-28 14:03 in Europe/Berlin; opens Mon 09:00; opened by an emergency: payments are down",
    });
  });

  it("does not take a break of glass for an emergency", () => {
    expect(judge("2026-11-28T13:03:00Z", { TIDEGATE_BREAK_GLASS: "CI is down" }).verdict).toBe("fail");
  });
});
