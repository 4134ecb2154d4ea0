import { expect } from "vitest";
import type { Load, LoadReport } from "../../load/load.ts";

/** Ends the load and asserts that nobody noticed anything: nothing lost, nothing mixed, nobody went backwards. */
export async function expectUnnoticed(load: Load): Promise<LoadReport> {
  const report = await load.stop();
  expect({
    lost: report.lost,
    failures: report.failures,
    unexpected: report.unexpected,
    backwards: report.backwards,
    mixedMs: report.mixedMs,
  }).toEqual({ lost: 0, failures: [], unexpected: 0, backwards: 0, mixedMs: 0 });
  expect(report.requests).toBeGreaterThan(50);
  return report;
}
