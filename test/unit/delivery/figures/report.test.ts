import { describe, expect, it } from "vitest";
import { reportFigures, type FiguresRequest } from "../../../../delivery/figures/report.ts";
import { change, refused, sealed, side, switchTo, verified } from "../../../support/ledger/entries.ts";
import { DAY, MINUTE, START, timed, type TimedFacts } from "../../../support/ledger/timed.ts";

const COMMIT = "0f1e2d3c4b5a69788796a5b4c3d2e1f001122334";
const V1 = side("blue", sealed("1"));
const V2 = side("green", sealed("2"));
const V3 = side("blue", sealed("3"));
const MAIL = side("blue", sealed("7"));
const byPipeline = change({ commit: COMMIT });
const PERIOD = { from: START, to: START + 14 * DAY };

/** Two weeks: three deployments of shop, one of them rolled back after 40 minutes, one refused at first; mail fell back once. */
const LEDGER: readonly TimedFacts[] = [
  [60, switchTo(V1)],
  [62, verified("1", 1)],
  [100, switchTo(V2, { generation: 2, from: V1, change: byPipeline })],
  [104, verified("2", 2)],
  [140, switchTo(V1, { purpose: "rollback", generation: 3, from: V2 })],
  [141, verified("1", 3)],
  [200, refused(V3, { generation: 4, stage: "smoke" })],
  [217, switchTo(V3, { generation: 4, from: V1 })],
  [218, verified("3", 4)],
  [300, switchTo(MAIL, { service: "mail" })],
  [306, switchTo(null, { service: "mail", purpose: "fallback", generation: 2, from: MAIL, problem: "smoke is red" })],
];

const report = (entries: readonly TimedFacts[], request: Partial<FiguresRequest> = {}) =>
  reportFigures(timed(...entries), { period: PERIOD, service: null, committedAt: new Map(), ...request });
const spread = (of: number, known: number, median: number | null, longest = median) => ({
  ...{ of, known, medianMs: median === null ? null : median * MINUTE },
  longestMs: longest === null ? null : longest * MINUTE,
});
const NONE = spread(0, 0, null);

describe("the figures of a period", () => {
  it("are those that one counts by hand", () => {
    const { total, observed } = report(LEDGER, { committedAt: new Map([[COMMIT, START + 44 * MINUTE]]) });
    expect(observed).toEqual({ from: START + 60 * MINUTE, to: PERIOD.to });
    expect(total).toEqual({
      attempts: { verified: 3, "rolled-back": 1, refused: 1, undone: 0, open: 0 },
      success: { count: 3, of: 5, ratio: 0.6 },
      deployments: 4,
      perWeek: (4 * 7 * DAY) / (14 * DAY - 60 * MINUTE),
      leadTime: { fromCommit: spread(1, 1, 60), fromFirstEntry: spread(2, 2, 10, 18) },
      recovery: spread(2, 2, 23.5, 41),
      failed: { count: 2, of: 4, ratio: 0.5 },
      rework: { count: 1, of: 4, ratio: 0.25, emergency: 0, afterFailure: 1 },
      toDeploy: spread(3, 3, 4, 18),
      toReturn: { fallback: spread(1, 1, 6), rollback: spread(1, 1, 40), return: NONE },
      slow: { count: 1, of: 3, ratio: 1 / 3 },
      refusals: [{ stage: "smoke", gate: null, count: 1, unknown: 0 }],
    });
  });

  it("are told by service, and every attempt by itself", () => {
    const { services, attempts } = report(LEDGER);
    expect(services.map(({ service, figures }) => [service, figures.deployments, figures.failed.count])).toEqual([
      ["mail", 1, 1],
      ["shop", 3, 1],
    ]);
    const told = attempts.map(({ number, version, how, hasFailed, toDeployMs }) => {
      return [number, version, how, hasFailed, toDeployMs && toDeployMs / MINUTE];
    });
    expect(told).toEqual([
      [1, "1", "verified", false, 2],
      [3, "2", "verified", true, 4],
      [7, "3", "refused", false, null],
      [8, "3", "verified", false, 18],
      [10, "7", "rolled-back", true, null],
    ]);
  });

  it("are those of one service where that is asked for", () => {
    const { total, services } = report(LEDGER, { service: "mail" });
    expect(services.map(({ service }) => service)).toEqual(["mail"]);
    expect(total).toEqual(services[0]?.figures);
    expect(total).toMatchObject({ deployments: 1, toDeploy: NONE, success: { count: 0, of: 1, ratio: 0 } });
  });

  it("are about what began in it, with all that is known of that by now", () => {
    const period = { from: START + 100 * MINUTE, to: START + 140 * MINUTE };
    const { total } = report(LEDGER, { period });
    expect(total).toMatchObject({ deployments: 1, failed: { count: 1, of: 1 }, recovery: spread(1, 1, 41) });
  });

  it("know the attempts and failures of before", () => {
    const { total } = report(LEDGER, { period: { from: START + 210 * MINUTE, to: START + 240 * MINUTE } });
    expect(total).toMatchObject({ deployments: 1, toDeploy: spread(1, 1, 18), rework: { afterFailure: 1 } });
    expect(total.refusals).toEqual([]);
  });

  it("have no rate where the ledger tells of less than a week", () => {
    expect(report(LEDGER, { period: { from: START, to: START + 7 * DAY } }).total.perWeek).toBeNull();
    const week = { from: START + 60 * MINUTE, to: START + 60 * MINUTE + 7 * DAY };
    expect(report(LEDGER, { period: week }).total.perWeek).toBe(4);
  });

  it.each([
    ["an empty ledger", [], PERIOD, null],
    ["a ledger that begins later", LEDGER, { from: 0, to: START }, null],
    ["a ledger in which nothing happened then", LEDGER, { from: START + DAY, to: PERIOD.to }, START + DAY],
  ] as const)("are none of %s", (_, entries, period, observedFrom) => {
    const { total, services, attempts, observed } = report(entries, { period });
    expect(observed?.from ?? null).toBe(observedFrom);
    expect([services, attempts, total.refusals]).toEqual([[], [], []]);
    expect(total).toMatchObject({
      attempts: { verified: 0, "rolled-back": 0, refused: 0, undone: 0, open: 0 },
      ...{ success: { count: 0, of: 0, ratio: null }, failed: { ratio: null }, rework: { ratio: null } },
      ...{ deployments: 0, perWeek: observedFrom === null ? null : 0, slow: { of: 0, ratio: null } },
      ...{ leadTime: { fromCommit: NONE, fromFirstEntry: NONE }, recovery: NONE, toDeploy: NONE },
      toReturn: { fallback: NONE, rollback: NONE, return: NONE },
    });
  });

  it("say of how many releases a time is not known, and guess none", () => {
    const { total } = report(
      [
        [5, switchTo(V1, { change: byPipeline })],
        [3, verified("1", 1)],
        [100, switchTo(V2, { generation: 2, from: V1 })],
      ],
      { committedAt: new Map([[COMMIT, START + 4 * MINUTE]]) },
    );
    expect(total).toMatchObject({
      ...{ attempts: { open: 1 }, success: { count: 1, of: 1 }, deployments: 1 },
      ...{ toDeploy: spread(1, 0, null), slow: { count: 0, of: 0, ratio: null } },
      leadTime: { fromCommit: spread(1, 0, null), fromFirstEntry: NONE },
    });
  });

  it("count 15 minutes as quick enough, and not a moment more", () => {
    const slow = (minutes: number) =>
      report([
        [0, switchTo(V1)],
        [minutes, verified("1", 1)],
      ]).total.slow.count;
    expect([slow(15), slow(15 + 1 / 60_000)]).toEqual([0, 1]);
  });
});
