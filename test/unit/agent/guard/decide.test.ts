import { expect, it, test } from "vitest";
import { decide } from "../../../../agent/guard/decide.ts";
import type { GuardVerdict } from "../../../../model/guard-verdict.ts";

const verdict = (outcome: GuardVerdict["outcome"], because: GuardVerdict["because"] = null): GuardVerdict => ({
  ...{ rule: "errors", against: "other", outcome, because, query: "", windowMs: 0, unit: "ratio", text: "" },
  ...{ samples: { active: 0, stable: 0 }, value: null, limit: null },
});
const VERDICTS = {
  pass: verdict("pass"),
  fail: verdict("fail"),
  missing: verdict("inconclusive", "missing"),
  unsure: verdict("inconclusive", "unsure"),
  "both-bad": verdict("inconclusive", "both-bad"),
} as const;

test.each([
  { all: ["pass", "pass"], hold: "go-on", back: "go-on", "go-on": "go-on" },
  { all: ["pass", "fail"], hold: "back", back: "back", "go-on": "back" },
  { all: ["both-bad", "fail"], hold: "back", back: "back", "go-on": "back" },
  { all: ["pass", "missing"], hold: "hold", back: "back", "go-on": "hold" },
  { all: ["pass", "unsure"], hold: "hold", back: "back", "go-on": "go-on" },
  { all: ["unsure", "missing"], hold: "hold", back: "back", "go-on": "hold" },
  { all: ["pass", "both-bad"], hold: "hold", back: "hold", "go-on": "hold" },
  { all: [], hold: "hold", back: "hold", "go-on": "hold" },
] as const)("$all comes to what the guard says", ({ all, ...expected }) => {
  const verdicts = all.map((name) => VERDICTS[name]);
  for (const onInconclusive of ["hold", "back", "go-on"] as const) {
    expect(decide({ onInconclusive }, verdicts)).toBe(expected[onInconclusive]);
  }
});

it("goes on for no order of verdicts when one has no data", () => {
  expect(decide({ onInconclusive: "go-on" }, [VERDICTS.missing, VERDICTS.pass])).toBe("hold");
});
