import { describe, expect, it } from "vitest";
import { endToEndTests, testsOfOtherDays } from "../../../setup/test-turns.ts";
import { REPOSITORY } from "../../support/repository.ts";

const all = endToEndTests(REPOSITORY);
const comeOn = (day: string) => all.filter((file) => !testsOfOtherDays(day, all).includes(file));

describe("the end-to-end tests of a day", () => {
  it("have each one come within four days, and what must never break on each of them", () => {
    const days = ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"].map(comeOn);
    expect(new Set(days.flat())).toEqual(new Set(all));
    for (const day of days)
      expect(day).toEqual(expect.arrayContaining(["test/e2e/flips.test.ts", "test/e2e/crash.test.ts"]));
    const others = days.flat().filter((file, _, flat) => flat.filter((each) => each === file).length === 1);
    expect(others.length).toBeGreaterThan(all.length / 2);
  });

  it("are the same for a seed that is no day", () => {
    expect(comeOn("some words")).toEqual(comeOn("1970-01-01"));
  });

  it("name only files that there are", () => {
    const named = all.filter((file) =>
      ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"].every((day) => comeOn(day).includes(file)),
    );
    expect(named).toHaveLength(16);
  });
});
