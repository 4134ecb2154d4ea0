import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textDiff } from "../../../../cli/release/text-diff.ts";

const shown = (before: string, after: string) => textDiff(before, after).map(({ sign, text }) => `${sign} ${text}`);

describe("the diff of two texts", () => {
  it("shows what changes with the lines around it", () => {
    const before = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].join("\n");
    const after = ["a", "b", "c", "D", "e", "f", "g", "h", "i", "j"].join("\n");
    expect(shown(before, after)).toEqual(["  b", "  c", "- d", "+ D", "  e", "  f", "  …", "  h", "  i", "+ j"]);
  });

  it("is empty for the same text", () => {
    expect(shown("a\nb", "a\nb")).toEqual([]);
  });

  it("has what went and what came, for any two texts", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c")).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = textDiff(before, after);
        const count = (sign: string) => lines.filter((line) => line.sign === sign).length;
        expect(before.split("\n").length - count("-")).toBe(after.split("\n").length - count("+"));
      }),
    );
  });
});
