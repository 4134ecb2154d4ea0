import { describe, expect, it } from "vitest";
import { diffLines, textDiff } from "../../../../cli/display/value-diff.ts";

const change = (old: unknown, now: unknown) => diffLines({ path: "p", old, new: now, replaces: false });

describe("diffLines", () => {
  it.each([
    ["a value", "blue", "green", "p: blue → green"],
    ["a number", 1, 2, "p: 1 → 2"],
    ["a list", ["A=1"], ["A=2"], 'p: ["A=1"] → ["A=2"]'],
  ])("shows %s before and after", (_what, old, now, text) => {
    expect(change(old, now)).toEqual([{ kind: "change", text }]);
  });

  it("shows what comes and what goes", () => {
    expect(change(undefined, "x")).toEqual([{ kind: "add", text: "p: x" }]);
    expect(change("x", undefined)).toEqual([{ kind: "remove", text: "p: x" }]);
  });

  it("shows of an object only the keys that differ", () => {
    expect(change({ a: 1, b: { c: 2, d: 3 } }, { a: 1, b: { c: 4, d: 3 } })).toEqual([
      { kind: "change", text: "p.b.c: 2 → 4" },
    ]);
  });

  it("looks into texts that hold JSON", () => {
    expect(change('{"drain":"5s","replicas":2}', '{"drain":"9s","replicas":2}')).toEqual([
      { kind: "change", text: "p.drain: 5s → 9s" },
    ]);
  });

  it("compares longer texts line by line", () => {
    expect(change("a\nb\nc\n", "a\nB\nc\nd\n")).toEqual([
      { kind: "context", text: "p:" },
      { kind: "remove", text: "b" },
      { kind: "add", text: "B" },
      { kind: "add", text: "d" },
    ]);
  });

  it("cuts what is too long for a line", () => {
    expect(change("x", "y".repeat(500))[0]?.text.length).toBeLessThan(120);
  });
});

describe("textDiff", () => {
  it("is empty for equal texts", () => {
    expect(textDiff("a\nb", "a\nb")).toEqual([]);
  });
});
