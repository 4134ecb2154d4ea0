import { describe, expect, it } from "vitest";
import { renderFamily } from "../../../../agent/metrics/exposition.ts";
import type { Metric } from "../../../../agent/metrics/metrics.ts";

const METRIC: Metric = { name: "fish_total", type: "counter", help: "How many.", labels: [] };
const valueOf = (value: number) =>
  renderFamily(METRIC, [{ labels: {}, value }])
    .split(/[ \n]/)
    .at(-2);

describe("a family", () => {
  it("has its help and type before its samples, and ends its last line", () => {
    const samples = [
      { labels: { pond: "a", kind: "carp" }, value: 3 },
      { labels: {}, value: 1, suffix: "_count" as const },
    ];
    expect(renderFamily(METRIC, samples)).toBe(
      '# HELP fish_total How many.\n# TYPE fish_total counter\nfish_total{pond="a",kind="carp"} 3\nfish_total_count 1\n',
    );
  });

  it("is nothing without a sample", () => {
    expect(renderFamily(METRIC, [])).toBe("");
  });

  it.each([
    ['a "quoted" word', String.raw`a \"quoted\" word`],
    [String.raw`C:\temp`, String.raw`C:\\temp`],
    ["two\nlines", String.raw`two\nlines`],
    [String.raw`a written \n`, String.raw`a written \\n`],
    ["größe {=,}", "größe {=,}"],
  ])("escapes the value of a label: %j", (value, written) => {
    expect(renderFamily(METRIC, [{ labels: { name: value }, value: 0 }])).toContain(
      `fish_total{name="${written}"} 0\n`,
    );
  });

  it("escapes backslashes and line ends of its help, and leaves quotes", () => {
    const help = 'Of "C:\\".\nMore.';
    expect(renderFamily({ ...METRIC, help }, [{ labels: {}, value: 0 }])).toContain(
      String.raw`# HELP fish_total Of "C:\\".\nMore.` + "\n",
    );
  });

  it.each([
    [0, "0"],
    [0.05, "0.05"],
    [1_790_000_000.25, "1790000000.25"],
    [1e21, "1e+21"],
    [Infinity, "+Inf"],
    [-Infinity, "-Inf"],
    [NaN, "NaN"],
  ])("writes %d as %s", (value, written) => {
    expect(valueOf(value)).toBe(written);
  });
});
