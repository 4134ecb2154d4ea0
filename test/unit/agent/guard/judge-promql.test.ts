import { describe, expect, it } from "vitest";
import { judgePromql } from "../../../../agent/guard/judge-promql.ts";
import { failed, type Reading } from "../../../../agent/prometheus/reading.ts";
import { guardVerdictSchema } from "../../../../model/guard-verdict.ts";
import type { PromqlRule } from "../../../../model/promql-rules.ts";

const NOW = 1_800_000_000_000;
const EVERY = 15_000;

/** Numbers that Prometheus gave one after the other, the last of them just now, or what it said instead. */
type Given = readonly (number | Reading)[];

const answers = (given: Given) =>
  given.map((one, index) => ({
    atMs: NOW - (given.length - 1 - index) * EVERY,
    said: typeof one === "number" ? ({ kind: "value", value: one } as const) : one,
  }));
const judged = (
  active: Given,
  { stable = [], laterMs = 0, ...more }: Partial<PromqlRule> & { stable?: Given; laterMs?: number } = {},
) => {
  const rule = { query: "q", below: 5, for: "1m", ...more };
  if (rule.above !== undefined) delete (rule as Partial<PromqlRule>).below;
  const told = { active: answers(active), stable: answers(stable) };
  const verdict = judgePromql({
    ...{ name: "orders", rule, query: 'q{color="green"}', active: "green", answers: told, everyMs: EVERY },
    nowMs: NOW + laterMs,
  });
  expect(guardVerdictSchema.parse(verdict)).toEqual(verdict); // as the ledger takes it
  return verdict;
};
const GAP = failed("prometheus:9090 does not answer within 10s.");

describe("what Prometheus gives", () => {
  it("passes within its limit, and says what was asked", () => {
    expect(judged([7, 7.25])).toEqual({
      ...{ rule: "promql.orders", against: "absolute", outcome: "pass", because: null },
      ...{ query: 'PromQL, below 5 for 1m: q{color="green"}', windowMs: 15_000, samples: { active: 2, stable: 0 } },
      ...{ value: 7.25, limit: 5, unit: "number", text: "orders: green 7.25, limit 5." },
    });
  });

  it("passes at its limit", () => {
    expect(judged([5]).outcome).toBe("pass");
    expect(judged([5], { above: 5 }).outcome).toBe("pass");
  });

  it("fails once it was beyond the limit for long enough", () => {
    expect(judged([7, 4, 4, 4, 4])).toMatchObject({ outcome: "inconclusive", because: "unsure", windowMs: 45_000 });
    expect(judged([7, 4, 4, 4, 4, 3])).toMatchObject({
      ...{ outcome: "fail", because: null, windowMs: 60_000, samples: { active: 5 }, value: 3 },
      text: "orders: green 3, limit 5. It was below the limit for 1m.",
    });
    expect(judged([6, 6, 6, 6, 6], { above: 5 })).toMatchObject({ outcome: "fail", limit: 5 });
  });

  it("fails with the first number where nothing is waited for", () => {
    expect(judged([4], { for: "0s" })).toMatchObject({ outcome: "fail", windowMs: 0, samples: { active: 1 } });
  });

  it("begins anew after a good number, and after a long time without one", () => {
    expect(judged([4, 4, 4, 7, 4, 4]).outcome).toBe("inconclusive");
    expect(judged([4, 4, 4, 4, GAP, GAP, GAP, 4]).because).toBe("unsure");
  });

  it("goes on over a question or two that were not answered", () => {
    expect(judged([4, 4, GAP, GAP, 4]).outcome).toBe("fail");
    expect(judged([7, GAP]).outcome).toBe("pass");
  });

  it("has no end where it is infinite, and is beyond the limit all the same", () => {
    expect(judged([Infinity], { above: 5, for: "0s" })).toMatchObject({ outcome: "fail", value: null });
  });
});

describe("what Prometheus does not give", () => {
  it.each<[string, Given, number, string]>([
    ["was never asked for", [], 0, "Prometheus has answered nothing since the warm-up."],
    [
      "it refuses",
      [failed("prometheus:9090 refuses the login with status 401.")],
      0,
      "Prometheus gives no number: prometheus:9090 refuses the login with status 401.",
    ],
    [
      "there is not",
      [{ kind: "no-data", why: "the query gives no series" }],
      0,
      "Prometheus gives no number: the query gives no series.",
    ],
    [
      "has been away for long",
      [4, 4, 4, 4, 4, GAP, GAP, GAP, GAP],
      0,
      `Prometheus gives no number: ${GAP.kind === "error" ? GAP.why : ""}`,
    ],
    ["is old", [4, 4, 4, 4, 4], 45_001, "Prometheus gave the last number 45s ago."],
  ])("is inconclusive: what %s", (_, given, laterMs, text) => {
    const missing = { outcome: "inconclusive", because: "missing", value: null, windowMs: 0, samples: { active: 0 } };
    expect(judged(given, { laterMs })).toMatchObject({ ...missing, text });
  });
});

describe("what Prometheus gives for the other color", () => {
  it("blames neither where it is as bad", () => {
    expect(judged([4, 4, 4, 4, 4], { stable: [4.5] })).toMatchObject({
      ...{ outcome: "inconclusive", because: "both-bad", samples: { active: 5, stable: 1 } },
      text: "orders: green 4, limit 5. blue has 4.5: both are bad, and neither is to blame.",
    });
  });

  it("says nothing where it is well, or unknown", () => {
    expect(judged([4, 4, 4, 4, 4], { stable: [7] }).outcome).toBe("fail");
    expect(judged([4, 4, 4, 4, 4], { stable: [GAP] }).outcome).toBe("fail");
  });
});
