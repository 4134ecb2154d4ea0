import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { countTests, renderCounts } from "../../../setup/count-tests.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegate-count-"));
afterAll(() => rmSync(folder, { recursive: true }));

function count(report: unknown) {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(report));
  return countTests(file);
}

const file = (status: string, ...states: string[]) => ({
  status,
  assertionResults: states.map((state) => ({ status: state })),
});

describe("countTests", () => {
  it("adds up what every file says", () => {
    const report = { testResults: [file("passed", "passed", "skipped", "todo"), file("failed", "passed", "failed")] };
    expect(count(report)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  it("counts a file that could not be loaded as failed", () => {
    expect(count({ testResults: [file("failed")] })).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it("counts a file whose clean-up failed as failed, although its tests passed", () => {
    expect(count({ testResults: [file("failed", "passed")] })).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it("counts a run without a report as failed", () => {
    expect(countTests(join(folder, "missing.json"))).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it("writes the line that ends a run", () => {
    expect(renderCounts({ passed: 12, failed: 0, skipped: 3 })).toBe("12 passed, 0 failed, 3 skipped");
  });
});
