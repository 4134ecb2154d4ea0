import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { releasesOverTime } from "../../../../cli/figures/charts/releases-over-time.ts";
import { timesToDeploy } from "../../../../cli/figures/charts/times-to-deploy.ts";
import {
  reportFigures,
  type FiguresReport,
  type Period,
  type ReportedAttempt,
} from "../../../../delivery/figures/report.ts";
import { DAY, START } from "../../../support/ledger/timed.ts";

const HOUR = DAY / 24;
const EMPTY = reportFigures([], { period: { from: START, to: START + DAY }, service: null, committedAt: new Map() });

function reportOf(period: Period, attempts: readonly ReportedAttempt[]): FiguresReport {
  return { ...EMPTY, period, attempts };
}

const attempt = (at: number, toDeployMs: number | null = 1): ReportedAttempt => ({
  ...{ number: 1, at, service: "shop", version: "1", how: "verified", hasFailed: false, toDeployMs },
});
const barsIn = (picture: { toString: () => string }) =>
  [...picture.toString().matchAll(/<title>[^<]*: \d+ \w/g)].length;

describe("the releases over time", () => {
  it.each([
    ["an hour of a day", DAY, HOUR],
    ["a day of a month", 30 * DAY, DAY],
    ["a week of half a year", 182 * DAY, 7 * DAY],
    ["a month of two years", 730 * DAY, 30 * DAY],
    ["a year of ten", 3650 * DAY, 365 * DAY],
  ])("have a bar for %s", (_, length, step) => {
    const period = { from: START, to: START + length };
    const times = [START, START + step - 1, START + step, period.to - 1];
    expect(
      barsIn(
        releasesOverTime(
          reportOf(
            period,
            times.map((at) => attempt(at)),
          ),
        ),
      ),
    ).toBe(3);
  });

  it("stand upon each other where they ended otherwise", () => {
    const ends: Partial<ReportedAttempt>[] = [
      {},
      { hasFailed: true },
      { how: "refused" },
      { how: "undone" },
      { how: "open" },
    ];
    const picture = releasesOverTime(
      reportOf(
        EMPTY.period,
        ends.map((end) => ({ ...attempt(START), ...end })),
      ),
    ).toString();
    const words = [...picture.matchAll(/: (\d [\w ]+)<\/title>/g)].map((match) => match[1]);
    expect(words).toEqual(["1 deployed", "1 gone back from", "2 got no traffic", "1 not proved so far"]);
    expect(picture).toContain("5 releases: 1 deployed, 1 gone back from, 2 got no traffic, 1 not proved so far.");
  });
});

describe("any picture", () => {
  const attempts = fc.array(
    fc.record({
      ...{ share: fc.double({ min: 0, max: 0.999, noNaN: true }), failed: fc.boolean() },
      how: fc.constantFrom("verified", "refused", "undone", "open", "rolled-back"),
      toDeployMs: fc.option(fc.integer({ min: 0, max: 9000 * DAY })),
    }),
    { maxLength: 60 },
  );

  it("stays within its frame, whatever the period and the times", () => {
    fc.assert(
      fc.property(attempts, fc.integer({ min: 1, max: 20_000 * DAY }), (list, length) => {
        const told = list.map(({ share, failed, how, toDeployMs }): ReportedAttempt => {
          return { ...attempt(START + Math.floor(share * length), toDeployMs), how, hasFailed: failed };
        });
        const report = reportOf({ from: START, to: START + length }, told);
        for (const picture of [releasesOverTime(report).toString(), timesToDeploy(report).toString()]) {
          expect(picture).not.toMatch(/NaN|Infinity|="-/);
          for (const [, across] of picture.matchAll(/ (?:x|x1|x2|cx)="([\d.]+)"/g))
            expect(Number(across)).toBeLessThanOrEqual(720);
          for (const [, down] of picture.matchAll(/ (?:y|y1|y2|cy)="([\d.]+)"/g))
            expect(Number(down)).toBeLessThanOrEqual(240);
        }
      }),
    );
  });
});
