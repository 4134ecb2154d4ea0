import { describe, expect, it } from "vitest";
import { medianPhases, renderReleaseTable } from "../../../bench/release/figures.ts";
import { cutIntoPhases } from "../../../bench/release/phases.ts";

const step = (name: string) => ({ type: "step-started", step: { urn: `urn:pulumi:bench::p::${name}` } });

describe("the phases of a release", () => {
  const lines = [
    { line: { type: "phase", phase: "up" }, at: 1_900 },
    { line: step("docker:Container::shop-green-0"), at: 2_000 },
    { line: step("tidegate:index:Cutover$command:local:Command::shop-cutover"), at: 5_000 },
    { line: step("docker:Container::other"), at: 5_100 },
    { line: { type: "result", up: { verdicts: [{ switchedAt: null }, { switchedAt: 7_500 }] } }, at: 9_000 },
  ];

  it("are cut where containers are touched, at the cutover, and where traffic has moved", () => {
    expect(cutIntoPhases(lines, 1_000, 9_100)).toEqual({
      start: 1_000,
      containers: 3_000,
      cutover: 2_500,
      after: 1_600,
    });
  });

  it.each([
    ["makes no cutover", lines.toSpliced(2, 1)],
    ["moves no traffic", lines.slice(0, -1)],
    ["does nothing", []],
  ])("are those of no release that %s", (_, told) => {
    expect(() => cutIntoPhases(told, 1_000, 9_100)).toThrow("did not tell of a cutover");
  });

  it("are the medians of several releases, and none where nobody tells", () => {
    const phases = { start: 1, containers: 10, cutover: 100, after: 1_000 };
    expect(medianPhases([phases, { ...phases, start: 9 }, { ...phases, start: 5 }])).toEqual({ ...phases, start: 5 });
    expect(medianPhases([])).toBeNull();
  });
});

it("a table of releases compares with its last row, and leaves out what a way does not tell", () => {
  const figure = { releases: 3, requests: 900, lost: 0, elapsedMs: 5_000.4 };
  const phases = { start: 1_000, containers: 2_000, cutover: 900, after: 100 };
  const rows = renderReleaseTable([
    { ...figure, name: "ours", seenMs: 4_000, phases },
    { ...figure, name: "theirs", lost: 7, seenMs: 2_000, phases: null },
  ]).split("\n");
  expect(rows.slice(2)).toEqual([
    "| ours | 3 | 900 | 0 | 4000 ms | 2.0 × | 5000 ms | 1000 ms | 2000 ms | 900 ms | 100 ms |",
    "| theirs | 3 | 900 | 7 | 2000 ms | 1.0 × | 5000 ms |  |  |  |  |",
  ]);
});
