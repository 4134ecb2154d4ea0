import { describe, expect, it } from "vitest";
import { findDeployments } from "../../../../delivery/figures/deployments.ts";
import { tellStories } from "../../../../delivery/ledger/releases.ts";
import { change, refused, sealed, side, switchTo, verified } from "../../../support/ledger/entries.ts";
import { MINUTE, timed, type TimedFacts } from "../../../support/ledger/timed.ts";

const V1 = side("blue", sealed("1"));
const V2 = side("green", sealed("2"));
const V3 = side("blue", sealed("3"));

const to1: TimedFacts[] = [
  [0, switchTo(V1)],
  [1, verified("1", 1)],
];
const to2: TimedFacts[] = [
  [10, switchTo(V2, { generation: 2, from: V1 })],
  [12, verified("2", 2)],
];
const back = (minute: number, purpose: "rollback" | "return" | "fallback"): TimedFacts => [
  minute,
  switchTo(V1, { purpose, generation: 3, from: V2, problem: purpose === "fallback" ? "smoke is red" : null }),
];

/** Version, minutes to deploy, and way back of each deployment. */
function told(...entries: readonly TimedFacts[]) {
  return findDeployments(tellStories(timed(...entries))).map(({ story, toDeployMs, wayBack }) => ({
    version: story.to.version,
    minutes: toDeployMs === null ? null : toDeployMs / MINUTE,
    back: wayBack && [wayBack.kind, wayBack.returnMs, wayBack.recoveryMs].map(inMinutes),
  }));
}

function inMinutes(value: string | number | null): string | number | null {
  return typeof value === "number" ? value / MINUTE : value;
}

describe("the deployments of a ledger", () => {
  it("are the releases that moved traffic, from their first entry to their proof", () => {
    expect(told(...to1, ...to2)).toEqual([
      { version: "1", minutes: 1, back: null },
      { version: "2", minutes: 2, back: null },
    ]);
  });

  it("have taken since their first attempt, whether that was refused or never made", () => {
    const attempts: TimedFacts[] = [
      [4, refused({ ...V2, hash: "" }, { generation: 2, stage: "gates" })],
      [6, switchTo(V2, { generation: 2, from: V1 })],
      [7, { kind: "undone", service: "shop", generation: 2 }],
    ];
    expect(told(...to1, ...attempts, ...to2).map(({ minutes }) => minutes)).toEqual([1, 8]);
  });

  it("begin anew where the same version was deployed before", () => {
    const again: TimedFacts[] = [
      [30, switchTo(V2, { generation: 4, from: V1 })],
      [33, verified("2", 4)],
    ];
    expect(told(...to1, ...to2, back(20, "rollback"), ...again).map(({ minutes }) => minutes)).toEqual([1, 2, 3]);
  });

  it("are no attempt of another build of that version", () => {
    const other = { ...V2, image: "registry.example.com/shop:other" };
    expect(told(...to1, [4, refused(other, { generation: 2 })], ...to2).at(-1)).toMatchObject({ minutes: 2 });
  });

  it.each([
    ["refused", [[10, refused(V2, { generation: 2 })]]],
    [
      "never made",
      [
        [10, switchTo(V2, { generation: 2 })],
        [11, { kind: "undone", service: "shop", generation: 2 }],
      ],
    ],
    ["still open", [[10, switchTo(V2, { generation: 2, from: V1 })]]],
    [
      "to nobody",
      [
        [10, switchTo(null, { generation: 2, from: V1 })],
        [11, verified("", 2)],
      ],
    ],
    ["back to what had served", [[10, switchTo(V2, { purpose: "return", generation: 2, from: V1 })]]],
  ] satisfies [string, TimedFacts[]][])("leave out what is %s", (_, entries) => {
    expect(told(...to1, ...entries).map(({ version }) => version)).toEqual(["1"]);
  });

  it("count what was never proved once traffic has moved on from it, but not its time", () => {
    const open: TimedFacts = [10, switchTo(V2, { generation: 2, from: V1 })];
    const next: TimedFacts[] = [
      [20, switchTo(V3, { generation: 3, from: V2 })],
      [21, verified("3", 3)],
    ];
    expect(told(...to1, open, ...next)).toMatchObject([
      {},
      { version: "2", minutes: null, back: null },
      { minutes: 1 },
    ]);
  });

  it("have no time where the clock went back", () => {
    expect(told([10, switchTo(V1)], [9, verified("1", 1)])).toEqual([{ version: "1", minutes: null, back: null }]);
  });
});

describe("the way back from a deployment", () => {
  it("is its own fallback, which nothing proves afterwards", () => {
    const [made] = to2;
    expect(told(...to1, ...(made === undefined ? [] : [made]), back(13, "fallback"))).toEqual([
      { version: "1", minutes: 1, back: null },
      { version: "2", minutes: null, back: ["fallback", 3, 3] },
    ]);
  });

  it.each(["rollback", "return"] as const)("is a %s to what served before, and well once that is proved", (purpose) => {
    const way = back(20, purpose);
    expect(told(...to1, ...to2, way, [21, verified("1", 3)]).at(-1)?.back).toEqual([purpose, 10, 11]);
    expect(told(...to1, ...to2, way).at(-1)?.back).toEqual([purpose, 10, null]);
  });

  it("is one to what served before the ledger begins, too", () => {
    expect(told(...to2, back(20, "rollback")).at(-1)?.back).toEqual(["rollback", 10, null]);
  });

  it("is none where it was never made", () => {
    const undone: TimedFacts = [21, { kind: "undone", service: "shop", generation: 3 }];
    expect(told(...to1, ...to2, back(20, "rollback"), undone).at(-1)?.back).toBeNull();
  });

  it("is a fallback of its own where it had proved itself before", () => {
    expect(told(...to1, ...to2, back(20, "fallback")).at(-1)?.back).toEqual(["fallback", 10, 10]);
  });

  it("is none where traffic went on to the next release", () => {
    expect(told(...to1, ...to2)[0]?.back).toBeNull();
  });

  it("has no time where the clock went back", () => {
    expect(told(...to1, ...to2, back(5, "rollback"), [6, verified("1", 3)]).at(-1)?.back).toEqual([
      ...["rollback", null, null],
    ]);
  });
});

describe("rework", () => {
  const rework = (...entries: readonly TimedFacts[]) =>
    findDeployments(tellStories(timed(...entries))).map((deployment) => deployment.rework);
  const next = (minute: number): TimedFacts[] => [
    [minute, switchTo(V3, { generation: 4, from: V1 })],
    [minute + 1, verified("3", 4)],
  ];

  it("is the one deployment that follows a failed one", () => {
    const last: TimedFacts = [50, switchTo(side("green", sealed("4")), { generation: 5, from: V3 })];
    const entries = [...to1, ...to2, back(20, "rollback"), ...next(40), last, [51, verified("4", 5)] as const];
    expect(rework(...entries)).toEqual([null, null, "after-failure", null]);
  });

  it("is a deployment that was declared an emergency, whatever was before it", () => {
    const emergency = change({ emergency: "payments are down" });
    const urgent: TimedFacts[] = [
      [40, switchTo(V3, { generation: 4, from: V1, change: emergency })],
      [41, verified("3", 4)],
    ];
    expect(rework(...to1, ...to2, ...urgent)).toEqual([null, null, "emergency"]);
    expect(rework(...to1, ...to2, back(20, "rollback"), ...urgent)).toEqual([null, null, "emergency"]);
  });

  it("is none for the failure of another service", () => {
    const mail: TimedFacts[] = [
      [30, switchTo(V1, { service: "mail" })],
      [31, { kind: "verified", service: "mail", generation: 1, version: "1", switchMs: 9 }],
    ];
    expect(rework(...to1, ...to2, back(20, "rollback"), ...mail)).toEqual([null, null, null]);
  });
});
