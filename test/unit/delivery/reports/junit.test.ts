import { describe, expect, it } from "vitest";
import { parseJunit } from "../../../../delivery/reports/junit.ts";

const read = (text: string) => parseJunit({ path: "junit.xml", text, writtenAt: 7 });

describe("a report on tests", () => {
  it("is read as runners write it: suites in suites, properties, what was skipped", () => {
    const text = `<?xml version="1.0"?><testsuites tests="4" failures="1">
      <testsuite name="a" timestamp="2026-11-30T10:00:00Z" failures="1" errors="0">
        <properties><property name="git.commit.id" value="0123456789abcdef"/><property name="sharding" value="abcdef012"/></properties>
        <testcase classname="cart" name="adds"/>
        <testcase classname="cart" name="removes"><failure message="no">at line 1 &lt; 2</failure></testcase>
        <testsuite name="b" timestamp="2026-11-30T11:00:00Z"><testcase name="later"><skipped/></testcase></testsuite>
      </testsuite></testsuites>`;
    expect(read(text)).toEqual({
      ...{ ran: 2, failed: ["cart removes"], counted: 1, madeAt: Date.parse("2026-11-30T11:00:00Z") },
      commit: "0123456789abcdef",
    });
  });

  it("counts what is of no test", () => {
    expect(read('<testsuite errors="2"><testcase name="a"/><error/></testsuite>')).toMatchObject({
      ...{ ran: 1, failed: ["a suite itself"], counted: 2, madeAt: 7, commit: null },
    });
  });

  it.each([["<html></html>"], ['<coverage line-rate="1"/>']])("is refused where it is %s", (text) => {
    expect(() => read(text)).toThrow("junit.xml: is no JUnit XML. Name the report of a test runner.");
  });
});
