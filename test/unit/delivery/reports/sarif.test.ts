import { describe, expect, it } from "vitest";
import { parseSarif } from "../../../../delivery/reports/sarif.ts";

const read = (run: object, version = "2.1.0") => {
  const text = JSON.stringify({ version, runs: [{ tool: { driver: { name: "CodeQL" } }, results: [], ...run }] });
  return parseSarif({ path: "a.sarif", text, writtenAt: 7 });
};
const RULES = [
  { id: "js/a", defaultConfiguration: { level: "error" } },
  { id: "js/b", defaultConfiguration: { level: "note" } },
];
const errors = (...results: object[]) => read({ tool: { driver: { name: "CodeQL", rules: RULES } }, results }).errors;

describe("a report of an analysis", () => {
  it("names rule and place of each error", () => {
    const locations = [{ physicalLocation: { artifactLocation: { uri: "src/a.ts" }, region: { startLine: 7 } } }];
    expect(errors({ ruleId: "js/b", level: "error", locations }, { level: "error" })).toEqual([
      "js/b at src/a.ts:7",
      "CodeQL",
    ]);
  });

  it("goes by the rule where a result has no level, and by `warning` without a rule", () => {
    expect(errors({ ruleId: "js/a" }, { ruleIndex: 0 }, { ruleId: "js/b" }, { ruleId: "js/c" })).toEqual([
      "js/a",
      "js/a",
    ]);
  });

  it.each([
    [{ suppressions: [{ kind: "inSource" }] }, 0],
    [{ suppressions: [{ kind: "external", status: "underReview" }] }, 1],
    [{ baselineState: "absent" }, 0],
    [{ baselineState: "unchanged" }, 1],
    [{ kind: "pass" }, 0],
    [{ level: "warning" }, 0],
  ])("of an error with %j counts %i", (change, count) => {
    expect(errors({ ruleId: "js/a", ...change })).toHaveLength(count);
  });

  it("tells commit, time and whether it came to its end", () => {
    const invocations = [{ executionSuccessful: true, endTimeUtc: "2026-11-30T10:00:00Z" }];
    expect(read({ invocations, versionControlProvenance: [{ revisionId: "abc1234" }] })).toMatchObject({
      ...{ tools: ["CodeQL"], isBroken: false, commit: "abc1234", madeAt: Date.parse("2026-11-30T10:00:00Z") },
    });
    expect(read({})).toMatchObject({ isBroken: false, commit: null, madeAt: 7 });
    expect(read({ invocations: [{ executionSuccessful: false }] }).isBroken).toBe(true);
    expect(read({ results: null }).isBroken).toBe(true);
  });

  it("is refused in another version", () => {
    expect(() => read({}, "2.0.0")).toThrow("a.sarif: is no SARIF 2.1.0. Have its tool write that.");
  });
});
