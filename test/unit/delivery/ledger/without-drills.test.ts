import { describe, expect, it } from "vitest";
import { findDeployments } from "../../../../delivery/figures/deployments.ts";
import { reportFigures } from "../../../../delivery/figures/report.ts";
import { withoutDrills } from "../../../../delivery/ledger/without-drills.ts";
import { tellStories } from "../../../../delivery/ledger/releases.ts";
import type { SwitchFacts } from "../../../../model/ledger.ts";
import { change, sealed, side, switchTo, verified } from "../../../support/ledger/entries.ts";
import { MINUTE, START, timed, type TimedFacts } from "../../../support/ledger/timed.ts";

const [V1, V2, V3] = [side("blue", sealed("1")), side("green", sealed("2")), side("blue", sealed("3"))];
const drilled = change({ reason: "drill: errors", drill: "errors" });

const away = (generation: number, facts: Partial<SwitchFacts> = {}) =>
  switchTo(V1, { generation, from: V2, purpose: "rollback", change: drilled, ...facts });
const home = (generation: number, facts: Partial<SwitchFacts> = {}) =>
  switchTo(V2, { generation, from: V1, purpose: "rollback", change: drilled, ...facts });

const served: TimedFacts[] = [
  [0, switchTo(V1)],
  [1, verified("1", 1)],
  [2, switchTo(V2, { generation: 2, from: V1 })],
  [3, verified("2", 2)],
];

function left(...entries: readonly TimedFacts[]): (number | undefined)[] {
  return withoutDrills(timed(...served, ...entries)).map(({ links }) => links?.number);
}

const REAL = [1, 2, 3, 4];

describe("a ledger without its drills", () => {
  it("leaves out both ways, what is said of them, and the end of the hold", () => {
    const cleared = { kind: "hold-cleared", service: "shop", version: "1", change: drilled } as const;
    expect(left([4, away(3)], [5, verified("1", 3)], [6, home(4)], [7, verified("2", 4)], [8, cleared])).toEqual(REAL);
  });

  it.each(["fallback", "rollback", "return"] as const)("leaves out who else went home: %s", (purpose) => {
    expect(left([4, away(3, { purpose: "release" })], [6, home(4, { purpose, change: change() })])).toEqual(REAL);
  });

  it("leaves out one that was announced and never made", () => {
    expect(left([4, away(3)], [5, { kind: "undone", service: "shop", generation: 3 }])).toEqual(REAL);
  });

  it("keeps what comes after it, and what other services do meanwhile", () => {
    const [blog, next] = [switchTo(V1, { service: "blog" }), switchTo(V3, { generation: 5, from: V2 })];
    const back = switchTo(V2, { generation: 6, from: V3, purpose: "rollback" });
    const after: TimedFacts[] = [
      [7, next],
      [8, verified("3", 5)],
      [9, back],
    ];
    expect(left([4, away(3)], [5, blog], [6, home(4)], ...after)).toEqual([...REAL, 6, 8, 9, 10]);
  });

  it("keeps a real way back from what a drill had left where it was", () => {
    const real = switchTo(V1, { generation: 5, from: V2, purpose: "rollback" });
    const lines = timed(...served, [4, away(3)], [6, home(4)], [30, real], [31, verified("1", 5)]);
    expect(withoutDrills(lines).map(({ links }) => links?.number)).toEqual([...REAL, 7, 8]);
    const [, second] = findDeployments(tellStories(withoutDrills(lines)));
    expect(second?.wayBack).toMatchObject({ kind: "rollback", returnMs: 28 * MINUTE });
  });

  it("counts a drill as no deployment and no failure", () => {
    const lines = timed(...served, [4, away(3, { purpose: "release" })], [6, home(4, { purpose: "fallback" })]);
    const request = { period: { from: START, to: START + 60 * MINUTE }, service: null, committedAt: new Map() };
    expect(reportFigures(lines, request).total).toMatchObject({ deployments: 2, failed: { count: 0 } });
  });
});
