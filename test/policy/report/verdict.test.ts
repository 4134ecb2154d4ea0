import { describe, expect, it } from "vitest";
import { verdictTitle } from "../../../policy/report/verdict.ts";
import { partlyExceptedReport, passedReport, sampleReport } from "./sample-report.ts";

const advisoryOnly = sampleReport().judgements.filter(({ rule }) => rule === "log-rotation");

describe("verdictTitle", () => {
  it.each([
    { title: "Refused: 4 mandatory violations and 2 warnings", report: sampleReport() },
    {
      title: "Refused: 4 mandatory violations and 1 warning",
      report: { ...sampleReport(), exceptionFindings: [] },
    },
    { title: "Refused: 1 mandatory violation", report: partlyExceptedReport() },
    { title: "Passed: no violation", report: passedReport() },
    { title: "Passed, with 1 warning", report: { ...passedReport(), judgements: advisoryOnly } },
    { title: "Refused", report: { ...passedReport(), verdict: "refused" as const } },
  ])("says $title", ({ title, report }) => {
    expect(verdictTitle(report)).toBe(title);
  });

  it("rejects a report that judges by a rule it does not describe", () => {
    expect(() => verdictTitle({ ...sampleReport(), rules: [] })).toThrow(
      "the report judges by no-latest-tag but does not describe it",
    );
  });
});
