import { describe, expect, it } from "vitest";
import { parsePeriod } from "../../../../cli/figures/parse-period.ts";
import { InputError } from "../../../../model/errors.ts";

const NOW = Date.UTC(2026, 10, 30, 12);
const NOON = (month: number, day: number) => Date.UTC(2026, month - 1, day, 12);

describe("the period of a report", () => {
  it.each([
    ["ends now where nothing is said", { since: "30d" }, [NOON(10, 31), NOW]],
    ["may end before", { since: "30d", until: "10d" }, [NOON(10, 31), NOON(11, 20)]],
    ["ends now where a later time is said", { since: "1d", until: "2027-01-01T00:00:00Z" }, [NOON(11, 29), NOW]],
  ])("%s", (_, options, [from, to]) => {
    expect(parsePeriod(options, NOW)).toEqual({ from, to });
  });

  it.each([
    [{ since: "soon" }, '--since: must be a date, a moment or a time before now, got "soon".'],
    [{ since: "1d", until: "x" }, '--until: must be a date, a moment or a time before now, got "x".'],
    [{ since: "2027-01-01" }, '--since: must be before now, got "2027-01-01". Give an earlier one.'],
    [{ since: "1d", until: "1d" }, '--since: must be before --until "1d", and before now, got "1d".'],
  ])("is none in %j", (options, message) => {
    expect(() => parsePeriod(options, NOW)).toThrow(InputError);
    expect(() => parsePeriod(options, NOW)).toThrow(message);
  });
});
