import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Figures } from "../../../../delivery/figures/figures.ts";
import { reportFigures, type Period } from "../../../../delivery/figures/report.ts";
import type { Spread } from "../../../../delivery/figures/spread.ts";
import { refused, sealed, side, switchTo } from "../../../support/ledger/entries.ts";
import { DAY, MINUTE, START, timed, type TimedFacts } from "../../../support/ledger/timed.ts";

const SIDES = ["1", "2", "3"].map((version) => side("blue", sealed(version)));
const service = fc.constantFrom("shop", "mail");
const generation = fc.integer({ min: 1, max: 5 });
const release = fc.constantFrom(...SIDES);
const facts = fc.oneof(
  fc
    .record({
      ...{ service, generation, to: release, from: release },
      purpose: fc.constantFrom("release", "release", "return", "rollback", "fallback"),
    })
    .map(({ to, ...rest }) => switchTo(to, rest)),
  fc
    .record({ service, generation, version: fc.constantFrom("1", "2", "3") })
    .map((of) => ({ kind: "verified" as const, switchMs: 1, ...of })),
  fc.record({ service, generation }).map((of) => ({ kind: "undone" as const, ...of })),
  fc.record({ service, generation, to: release }).map(({ to, ...of }) => refused(to, of)),
);
/** Any entries at any times: clocks that go back are among them. */
const ledger = fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), facts), { maxLength: 30 });
const ALL: Period = { from: START - DAY, to: START + 30 * DAY };

const report = (entries: readonly TimedFacts[], period = ALL) =>
  reportFigures(timed(...entries), { period, service: null, committedAt: new Map() });
const countsOf = ({ attempts, deployments, failed, rework, slow, success }: Figures) => [
  ...Object.values(attempts),
  ...[deployments, failed.count, rework.emergency, rework.afterFailure, slow.count, slow.of, success.count, success.of],
];
const sum = (lists: readonly (readonly number[])[], length: number) =>
  Array.from({ length }, (_, place) => lists.reduce((total, list) => total + (list[place] ?? 0), 0));
const spreadsOf = ({ leadTime, recovery, toDeploy, toReturn }: Figures): Spread[] => [
  ...[leadTime.fromCommit, leadTime.fromFirstEntry, recovery, toDeploy],
  ...Object.values(toReturn),
];

describe("the figures of any ledger", () => {
  it("sum up to those of all services, and of the two halves of a period to those of the whole", () => {
    fc.assert(
      fc.property(ledger, fc.integer({ min: 0, max: 20_000 }), (entries, minute) => {
        const middle = START + minute * MINUTE;
        const whole = report(entries);
        const counts = countsOf(whole.total);
        const halves = [report(entries, { ...ALL, to: middle }), report(entries, { ...ALL, from: middle })];
        expect(
          sum(
            whole.services.map(({ figures }) => countsOf(figures)),
            counts.length,
          ),
        ).toEqual(counts);
        expect(
          sum(
            halves.map(({ total }) => countsOf(total)),
            counts.length,
          ),
        ).toEqual(counts);
      }),
    );
  });

  it("are of as many releases as they say, and never of a time below zero", () => {
    fc.assert(
      fc.property(ledger, (entries) => {
        const { total, attempts } = report(entries);
        const { attempts: by, deployments, success, failed, rework, toDeploy, toReturn } = total;
        expect(Object.values(by).reduce((all, count) => all + count, 0)).toBe(attempts.length);
        expect(success.of).toBe(attempts.length - by.open);
        expect(by.verified + by["rolled-back"]).toBeLessThanOrEqual(deployments);
        expect(deployments).toBeLessThanOrEqual(by.verified + by["rolled-back"] + by.open);
        expect(toDeploy.of).toBe(by.verified);
        expect(total.recovery.of).toBe(failed.count);
        expect(toReturn.fallback.of + toReturn.rollback.of + toReturn.return.of).toBe(failed.count);
        for (const { ratio, count, of } of [success, failed, rework, total.slow]) {
          expect(count).toBeLessThanOrEqual(of);
          expect(ratio).toBe(of === 0 ? null : count / of);
        }
        for (const { of, known, medianMs, longestMs } of spreadsOf(total)) {
          expect(known).toBeLessThanOrEqual(of);
          expect(medianMs === null).toBe(known === 0);
          expect(medianMs ?? 0).toBeGreaterThanOrEqual(0);
          expect(longestMs ?? 0).toBeGreaterThanOrEqual(medianMs ?? 0);
        }
      }),
    );
  });
});
