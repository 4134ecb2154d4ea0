import { expect, test } from "vitest";
import { fit, readableWidth, wrap } from "../../../../cli/display/wrap.ts";
import { ruleText } from "../../../../cli/policy/rule-text.ts";
import { ALL_RULES } from "../../../../policy/all-rules.ts";

test("breaks lines between words, and leaves a word whole that is longer than a line", () => {
  expect(wrap("one two three", 8, "  ")).toEqual(["  one", "  two", "  three"]);
  expect(wrap("one two three", 9)).toEqual(["one two", "three"]);
  expect(wrap("a/very/long/path b", 6)).toEqual(["a/very/long/path", "b"]);
  expect(wrap("", 10, "  ")).toEqual([]);
});

test("goes on below, indented, with what does not fit a terminal, and gives colors no room", () => {
  const red = "\u001b[31mred\u001b[39m";
  expect(fit("  short\n    name  running, UP  processes 3 of 20\n", 24)).toBe(
    "  short\n    name running, UP\n        processes 3 of\n        20\n",
  );
  expect(fit(`${red} ${red} ${red}`, 11)).toBe(`${red} ${red} ${red}`);
  expect(fit(`${red} ${red} ${red}`, 8)).toBe(`${red} ${red}\n    ${red}`);
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
