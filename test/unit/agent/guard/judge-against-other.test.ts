import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../agent/guard/evaluate.ts";
import { guardVerdictSchema } from "../../../../model/guard-verdict.ts";
import { guardSchema } from "../../../../model/guard.ts";
import { judge, lookAfter, SINCE_MS } from "./looks.ts";

const BEFORE = { minutes: 5, stable: { of: 1000 } };
const errors = { errors: { against: "other" } } as const;
const only = (...phases: Parameters<typeof lookAfter>[0]) => judge(errors, lookAfter(phases))[0];

describe("the errors of a color beside those of the other", () => {
  it("pass where they are the same", () => {
    const verdict = only(BEFORE, { minutes: 10, active: { of: 50 }, stable: { of: 950, bad: 1 } });
    expect(verdict).toEqual({
      rule: "errors",
      against: "other",
      outcome: "pass",
      because: null,
      query:
        "share of answers 500 to 599 of shop.green: above 1.5 times and 0.5 percentage points more than blue at the same time, sure to 1 in 1000",
      windowMs: 570_000,
      samples: { active: 5_700, stable: 108_300 },
      value: 0,
      limit: expect.closeTo(0.00605, 5) as number,
      unit: "ratio",
      text: "share of answers 500 to 599: green 0% of 5700 answers, blue 0.11% of 108300 answers.",
    });
  });

  it("fail where they are surely more, within two minutes, and the figures show it", () => {
    const verdict = only(BEFORE, { minutes: 2, active: { of: 50, bad: 3 }, stable: { of: 950, bad: 1 } });
    expect(verdict).toMatchObject({ outcome: "fail", because: null, value: 0.06, windowMs: 90_000 });
    expect(verdict?.text).toBe(
      "share of answers 500 to 599: green 6% of 900 answers, blue 0.11% of 17100 answers. That is surely worse.",
    );
  });

  it("are not sure after one burst, however bad it was", () => {
    const good = { active: { of: 50 }, stable: { of: 950 } };
    const burst = { minutes: 1 / 12, active: { of: 50, bad: 50 }, stable: { of: 950 } };
    const verdict = only(BEFORE, { minutes: 2, ...good }, burst);
    expect(verdict).toMatchObject({
      outcome: "inconclusive",
      because: "unsure",
      value: expect.closeTo(0.0526, 4) as number,
    });
    expect(verdict?.text).toMatch(/That may still be chance\.$/);
  });

  it("fail with fewer answers than it takes to pass, where that is sure", () => {
    const verdict = only(BEFORE, { minutes: 2, active: { of: 2, bad: 1 }, stable: { of: 98 } });
    expect(verdict).toMatchObject({ outcome: "fail", samples: { active: 36, stable: 1764 } });
  });

  it("pass where both have them at the same time: neither is worse", () => {
    const outage = { minutes: 3, active: { of: 50, bad: 25 }, stable: { of: 950, bad: 475 } };
    const verdict = only(BEFORE, { minutes: 5, active: { of: 50 }, stable: { of: 950 } }, outage);
    expect(verdict).toMatchObject({ outcome: "pass" });
  });

  it("pass where they are surely more, but so little that nobody minds", () => {
    const verdict = only(BEFORE, { minutes: 10, active: { of: 5000, bad: 20 }, stable: { of: 5000, bad: 1 } });
    expect(verdict).toMatchObject({ outcome: "pass", value: 0.004, limit: 0.0052 });
  });

  it("tell of a defect that comes after half an hour from when on it is there", () => {
    const good = { minutes: 30, active: { of: 50 }, stable: { of: 950 } };
    const verdict = only(BEFORE, good, { minutes: 2, active: { of: 50, bad: 5 }, stable: { of: 950 } });
    expect(verdict).toMatchObject({ outcome: "fail", value: 0.1, windowMs: 120_000 });
  });

  it("are not asked once the color has all traffic", () => {
    expect(judge(errors, lookAfter([BEFORE, { minutes: 2, active: { of: 50, bad: 25 } }], { share: 10_000 }))).toEqual(
      [],
    );
  });
});

describe("too little to compare", () => {
  it.each([
    ["of the active color", { of: 2 }, { of: 950 }, "green has given 228 of the 300 answers that it takes."],
    ["of the stable color", { of: 950 }, { of: 2 }, "blue has given 228 of the 300 answers that it takes."],
    ["because one has no traffic", { of: 0 }, { of: 950 }, "green has given 0 of the 300 answers that it takes."],
  ])("is inconclusive %s", (_, active, stable, text) => {
    expect(only(BEFORE, { minutes: 10, active, stable })).toMatchObject({
      outcome: "inconclusive",
      because: "missing",
      text,
    });
  });

  it.each([
    ["before anything was read", lookAfter([BEFORE], { history: { last: null, blocks: [] } }), /^Nothing was read/],
    [
      "in the warm-up",
      lookAfter([BEFORE, { minutes: 0.5, active: { of: 50 }, stable: { of: 950 } }]),
      /since the warm-up\.$/,
    ],
    [
      "when the edge does not answer any more",
      lookAfter([BEFORE, { minutes: 5, active: { of: 50 }, stable: { of: 950 } }], { nowMs: SINCE_MS + 340_000 }),
      /^The edge was last read 40s ago\.$/,
    ],
    [
      "when the color answers nothing any more",
      lookAfter([BEFORE, { minutes: 5, active: { of: 50 }, stable: { of: 950 } }, { minutes: 2, stable: { of: 950 } }]),
      /^green has answered nothing in the last 2m\.$/,
    ],
  ])("is inconclusive %s", (_, look, text) => {
    const [verdict] = judge(errors, look);
    expect(verdict).toMatchObject({ outcome: "inconclusive", because: "missing" });
    expect(verdict?.text).toMatch(text);
  });
});

describe("the P95 of a color beside that of the other", () => {
  const p95 = { errors: null, p95: { against: "other" } } as const;
  const fast = { of: 100, ms: { 10: 50, 25: 45, 50: 5 } };
  const slow = { of: 100, ms: { 10: 20, 25: 30, 50: 40, 100: 10 } };
  const before = { minutes: 5, stable: fast };

  it("passes where it is the same", () => {
    const [verdict] = judge(p95, lookAfter([before, { minutes: 5, active: fast, stable: fast }]));
    expect(verdict).toMatchObject({ outcome: "pass", value: 25, limit: 37.5, unit: "ms" });
    expect(verdict?.text).toBe("P95: green 25 ms of 5400 answers, blue 25 ms of 5400 answers.");
  });

  it("fails where it is surely longer", () => {
    const [verdict] = judge(p95, lookAfter([before, { minutes: 5, active: slow, stable: fast }]));
    expect(verdict).toMatchObject({ rule: "p95", outcome: "fail", value: 75, limit: 37.5 });
  });

  it("passes where both become slow at the same time", () => {
    const both = { minutes: 5, active: slow, stable: slow };
    expect(judge(p95, lookAfter([before, { minutes: 5, active: fast, stable: fast }, both]))).toMatchObject([
      { outcome: "pass" },
    ]);
  });

  it("passes where it is longer by less than the margin", () => {
    const guard = { errors: null, p95: { against: "other", margin: "100ms" } } as const;
    expect(judge(guard, lookAfter([before, { minutes: 5, active: slow, stable: fast }]))).toMatchObject([
      { outcome: "pass", limit: 125 },
    ]);
  });

  it("is not sure where the other color was too quiet to know what is slow", () => {
    const few = { of: 1, ms: { 25: 1 } };
    const [verdict] = judge(
      p95,
      lookAfter([
        { minutes: 5, stable: few },
        { minutes: 40, active: slow, stable: few },
      ]),
    );
    expect(verdict).toMatchObject({ outcome: "inconclusive", because: "unsure" });
  });
});

it("passes nothing and fails nothing that a schema would not take, whatever was counted", () => {
  const answers = fc
    .record({ of: fc.nat(400), bad: fc.nat(400) })
    .map(({ of, bad }) => ({ of, bad: Math.min(of, bad) }));
  const phase = fc.record({ minutes: fc.integer({ min: 0, max: 3 }), active: answers, stable: answers });
  const guard = guardSchema.parse({ p95: { above: "200ms" }, p99: {} });
  fc.assert(
    fc.property(phase, fc.array(phase, { maxLength: 4 }), fc.nat(10_000), (first, more, share) => {
      const verdicts = evaluate(guard, lookAfter([first, ...more], { share }));
      expect(verdicts).toHaveLength(share < 10_000 ? 7 : 4);
      for (const verdict of verdicts) {
        expect(guardVerdictSchema.parse(verdict)).toEqual(verdict);
        expect(verdict.because === null).toBe(verdict.outcome !== "inconclusive");
        if (verdict.outcome !== "pass") continue;
        expect(verdict.samples.active).toBeGreaterThan(0);
        expect(verdict.value).toBeLessThanOrEqual(verdict.limit ?? -1);
      }
    }),
    { numRuns: 40 },
  );
});
