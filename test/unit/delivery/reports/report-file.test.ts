import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ageProblem, readReport } from "../../../../delivery/reports/report-file.ts";

const NOW = Date.parse("2026-11-30T12:00:00Z");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-report-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a report's file", () => {
  it("is read from the project's folder, with the time at which it was written", () => {
    writeFileSync(join(folder, "scan.json"), "{}");
    utimesSync(join(folder, "scan.json"), NOW / 1000, NOW / 1000);
    expect(readReport(folder, "scan.json")).toEqual({ path: "scan.json", text: "{}", writtenAt: NOW });
  });

  it("is refused where it is missing, or too large to be one", () => {
    expect(() => readReport(folder, "none.json")).toThrow(/none\.json: cannot be read, it is not there/);
    writeFileSync(join(folder, "large.json"), "");
    truncateSync(join(folder, "large.json"), 64 * 1024 ** 2 + 1);
    expect(() => readReport(folder, "large.json")).toThrow("large.json: must be at most 64 MiB, got 67108865 bytes.");
  });
});

describe("a report's age", () => {
  const problem = (ageMs: number) => ageProblem(NOW - ageMs, { maxAge: "24h", now: NOW });

  it("is right up to the limit, and a little before its time where clocks differ", () => {
    for (const age of [0, 24 * 3_600_000, -5 * 60_000]) expect(problem(age)).toBeUndefined();
  });

  it("is told where it is wrong", () => {
    expect(problem(24 * 3_600_000 + 60_000)).toBe("is 1441m old, where 24h is the most");
    expect(problem(-5 * 60_000 - 1)).toBe("is of 2026-11-30T12:05:00.001Z, which is still to come");
  });
});
