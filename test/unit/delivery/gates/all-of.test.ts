import { describe, expect, it } from "vitest";
import { allOf } from "../../../../delivery/gates/all-of.ts";
import type { Finding } from "../../../../delivery/gates/gate.ts";

const FINE: Finding = { verdict: "pass", seen: "a" };
const OPEN: Finding = { verdict: "inconclusive", seen: "not known: b", remedy: "Ask b." };
const WRONG: Finding = { verdict: "fail", seen: "c is wrong", remedy: "Mend c." };

describe("several findings together", () => {
  it("pass when all do, and tell all", () => {
    expect(allOf([FINE, { ...FINE, seen: "d" }])).toEqual({ verdict: "pass", seen: "a; d" });
  });

  it("tell everything that is wrong or not known, and nothing else, with each remedy once", () => {
    expect(allOf([FINE, OPEN, WRONG, { ...WRONG, seen: "d is wrong" }])).toEqual({
      ...{ verdict: "fail", seen: "c is wrong; d is wrong; not known: b", remedy: "Mend c. Ask b." },
    });
  });

  it("are as open as what is not known", () => {
    expect(allOf([FINE, OPEN]).verdict).toBe("inconclusive");
  });
});
