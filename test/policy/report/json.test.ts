import { describe, expect, it } from "vitest";
import { jsonReport, renderJson } from "../../../policy/report/json.ts";
import { partlyExceptedReport, sampleReport } from "./sample-report.ts";

describe("renderJson", () => {
  it.each([
    { name: "a refused run", report: sampleReport() },
    { name: "a run that exceptions let pass in part", report: partlyExceptedReport() },
  ])("is the report of $name itself, with a line break at the end", ({ report }) => {
    const text = renderJson(report);
    expect(JSON.parse(text)).toEqual(jsonReport(report));
    expect(text).toMatch(/[^\n]\n$/);
  });

  it("is the same text whatever the order of the keys, while lists keep theirs", () => {
    const report = sampleReport();
    const turned = Object.fromEntries(Object.entries(report).toReversed());
    const changes = Object.fromEntries(Object.entries(report.changes).toReversed());
    expect(renderJson({ ...report, ...turned, changes })).toBe(renderJson(report));
    expect(renderJson({ ...report, rules: report.rules.toReversed() })).not.toBe(renderJson(report));
  });
});
