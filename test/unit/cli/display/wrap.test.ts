import { expect, test } from "vitest";
import { readableWidth, wrap } from "../../../../cli/display/wrap.ts";
import { ruleText } from "../../../../cli/policy/rule-text.ts";
import { ALL_RULES } from "../../../../policy/all-rules.ts";

test("breaks lines between words, and leaves a word whole that is longer than a line", () => {
  expect(wrap("one two three", 8, "  ")).toEqual(["  one", "  two", "  three"]);
  expect(wrap("one two three", 9)).toEqual(["one two", "three"]);
  expect(wrap("a/very/long/path b", 6)).toEqual(["a/very/long/path", "b"]);
  expect(wrap("", 10, "  ")).toEqual([]);
});

test("is as wide as the terminal, within reason", () => {
  expect([readableWidth({ columns: 80 }), readableWidth({ columns: 300 }), readableWidth({})]).toEqual([80, 100, 100]);
});

test.each([80, 40])("explains every rule in %i columns without Markdown", (width) => {
  for (const rule of ALL_RULES) {
    const text = ruleText(rule, "", width);
    const prose = text.replace(/\nRefused:[^]*?\nFrom:/, "\nFrom:").split("\n");
    expect(prose.join("\n")).not.toMatch(/`|\*\*|^#/m);
    expect(
      prose.filter((line) => line.length > width && line.trim().includes(" ") && !line.startsWith(rule.id)),
    ).toEqual([]);
  }
});
