import { describe, expect, it } from "vitest";
import { renderReport } from "../../../load/report.ts";
import type { Sample } from "../../../load/sample.ts";

const HELD = { opened: 0, cut: 0, messages: 0 };

function sample(client: number, startMs: number, version: string, tookMs = 1): Sample {
  const endMs = startMs + tookMs;
  return { client, kind: "keepAlive", startMs, headersMs: endMs, endMs, version, failure: null };
}

function judge(samples: Sample[], announcements: [string, number][]) {
  return renderReport(
    samples,
    announcements.map(([version, atMs]) => ({ version, atMs })),
    HELD,
    1_000,
  );
}

describe("renderReport", () => {
  it("does not hold an old answer against a request sent before anybody had a new one", () => {
    const samples = [sample(0, 0, "v1"), sample(0, 12, "v1", 10), sample(1, 11, "v2")];
    expect(judge(samples, [["v2", 10]])).toMatchObject({ backwards: 0, mixedMs: 0, unexpected: 0 });
  });

  it("counts an old answer to a request sent after another client had a new one as mixed, not as backwards", () => {
    const samples = [sample(0, 0, "v1"), sample(1, 11, "v2"), sample(0, 20, "v1")];
    expect(judge(samples, [["v2", 10]]).moves).toEqual([
      { from: "v1", to: "v2", firstNewMs: 2, mixed: 1, mixedMs: 8, backwards: 0 },
    ]);
  });

  it("counts an old answer to a client that had a new one as backwards", () => {
    const samples = [sample(0, 0, "v1"), sample(0, 11, "v2"), sample(0, 20, "v1")];
    expect(judge(samples, [["v2", 10]])).toMatchObject({ backwards: 1, mixedMs: 8 });
  });

  it("judges every move of a back and forth by itself", () => {
    const samples = [sample(0, 0, "v1"), sample(0, 11, "v2"), sample(0, 21, "v1"), sample(0, 31, "v2")];
    const report = judge(samples, [
      ["v2", 10],
      ["v1", 20],
      ["v2", 30],
    ]);
    expect(report.moves.map((move) => [move.from, move.to, move.mixed])).toEqual([
      ["v1", "v2", 0],
      ["v2", "v1", 0],
      ["v1", "v2", 0],
    ]);
    expect(report).toMatchObject({ unexpected: 0, backwards: 0 });
  });

  it("takes a request under way at the next announcement for either side of it", () => {
    const samples = [sample(0, 0, "v1"), sample(0, 11, "v2"), sample(1, 15, "v1", 10)];
    const report = judge(samples, [
      ["v2", 10],
      ["v1", 20],
    ]);
    expect(report).toMatchObject({ backwards: 0, mixedMs: 0, unexpected: 0 });
  });

  it("does not take a slow answer of the move before last for the first of the new version", () => {
    const samples = [
      sample(0, 0, "v1"),
      sample(1, 12, "v1", 30),
      sample(0, 15, "v2"),
      sample(0, 42, "v2"),
      sample(0, 50, "v1"),
    ];
    const report = judge(samples, [
      ["v2", 10],
      ["v1", 40],
    ]);
    expect(report.moves.at(-1)).toMatchObject({ to: "v1", firstNewMs: 11, mixed: 0, backwards: 0 });
  });

  it("does not take a second announcement of the same version for a move", () => {
    const samples = [sample(0, 0, "v1"), sample(0, 15, "v2")];
    const report = judge(samples, [
      ["v2", 10],
      ["v2", 12],
    ]);
    expect(report.moves).toHaveLength(1);
    expect(report.unexpected).toBe(0);
  });

  it("says nothing of moves when nobody was answered", () => {
    expect(judge([], [["v2", 10]])).toMatchObject({ requests: 0, moves: [], unexpected: 0 });
  });
});
