import { describe, expect, it } from "vitest";
import { parseCoverage } from "../../../../delivery/reports/coverage.ts";

const read = (text: string) => parseCoverage({ path: "coverage", text, writtenAt: 7 });
const DOCTYPE =
  '<?xml version="1.0"?><!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">';

describe("a report on coverage", () => {
  it.each([
    [
      "counts",
      `${DOCTYPE}<coverage line-rate="0.5" lines-covered="81" lines-valid="100" timestamp="1764500000"/>`,
      81,
      100,
    ],
    [
      "its rate alone",
      `${DOCTYPE}<coverage line-rate="0.805" timestamp="1764500000000"><packages/></coverage>`,
      8050,
      10_000,
    ],
  ])("is read as Cobertura writes it, by %s", (_what, text, covered, total) => {
    expect(read(text)).toEqual({ tool: "Cobertura", covered, total, madeAt: 1_764_500_000_000 });
  });

  it("is read as JaCoCo writes it, by the counters of the whole", () => {
    const text =
      '<?xml version="1.0"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="shop">' +
      '<sessioninfo id="a" start="1" dump="1764500000000"/><package name="a"><counter type="LINE" missed="9" covered="0"/></package>' +
      '<counter type="BRANCH" missed="5" covered="5"/><counter type="LINE" missed="20" covered="80"/></report>';
    expect(read(text)).toEqual({ tool: "JaCoCo", covered: 80, total: 100, madeAt: 1_764_500_000_000 });
  });

  it("is read as LCOV, with counts or without", () => {
    const text =
      "TN:\nSF:a.ts\nDA:1,1\nDA:2,0\nLF:2\nLH:1\nend_of_record\nSF:b.ts\nDA:1,3\nDA:2,0\nDA:3,1\nend_of_record\n";
    expect(read(text)).toEqual({ tool: "LCOV", covered: 3, total: 5, madeAt: 7 });
  });

  it("is read as Istanbul's summary", () => {
    const text = JSON.stringify({ total: { lines: { total: 10, covered: 9, skipped: 0, pct: 90 } }, "/a.ts": {} });
    expect(read(text)).toEqual({ tool: "Istanbul", covered: 9, total: 10, madeAt: 7 });
  });

  it.each([
    ["", /^coverage: is no coverage by lines of Cobertura, JaCoCo, LCOV or Istanbul/],
    ["{}", /^coverage: is no coverage/],
    ["<testsuites/>", /^coverage: is no coverage/],
    ["<coverage/>", /^coverage: is no coverage/],
    ["<coverage", /^coverage: is not well-formed XML \(.*\)\. Have its tool write it again\.$/],
    [
      '<!DOCTYPE c [<!ENTITY a "aa">]><coverage line-rate="1">&a;</coverage>',
      /^coverage: is not well-formed XML \(.*entity/,
    ],
  ])("is refused where it is %j", (text, problem) => {
    expect(() => read(text)).toThrow(problem);
  });
});
