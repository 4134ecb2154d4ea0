import { describe, expect, it } from "vitest";
import { renderJson } from "../../../policy/report/json.ts";
import { sampleReport } from "./sample-report.ts";

describe("renderJson", () => {
  it("is the report itself, with a line break at the end", () => {
    const text = renderJson(sampleReport());
    expect(JSON.parse(text)).toEqual(sampleReport());
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
