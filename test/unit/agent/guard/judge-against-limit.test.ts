import { describe, expect, it } from "vitest";
import { judge, lookAfter, SINCE_MS } from "./looks.ts";

const absolute = { errors: { against: "absolute" } } as const;
const BEFORE = { minutes: 5, stable: { of: 1000, bad: 1 } };
const cutOver = { share: 10_000 };
const only = (...phases: Parameters<typeof lookAfter>[0]) => judge(absolute, lookAfter(phases, cutOver))[0];

describe("a limit", () => {
  it("passes what is below it", () => {
    expect(only(BEFORE, { minutes: 5, active: { of: 1000, bad: 40 } })).toEqual({
      rule: "errors",
      against: "absolute",
      outcome: "pass",
      because: null,
      query: "share of answers 500 to 599 of shop.green: above 5% for 2m, sure to 1 in 1000",
      windowMs: 120_000,
      samples: { active: 24_000, stable: 0 },
      value: 0.04,
      limit: 0.05,
      unit: "ratio",
      text: "share of answers 500 to 599: green 4% of 24000 answers in 2m.",
    });
  });

  it("fails what is above it for as long as the rule says, with the words that show it", () => {
    const verdict = only(BEFORE, { minutes: 2.5, active: { of: 1000, bad: 100 } });
    expect(verdict).toMatchObject({ outcome: "fail", because: null, value: 0.1 });
    expect(verdict?.text).toBe(
      "share of answers 500 to 599: green 10% of 24000 answers in 2m. That is surely too much.",
    );
  });

  it("waits where that has not lasted yet", () => {
    const verdict = only(BEFORE, { minutes: 2.4, active: { of: 1000, bad: 100 } });
    expect(verdict).toMatchObject({ outcome: "inconclusive", because: "unsure" });
  });

  it("waits where it is above by no more than chance may do", () => {
    const verdict = only(
      BEFORE,
      { minutes: 10, active: { of: 50, bad: 2 } },
      { minutes: 2, active: { of: 50, bad: 3 } },
    );
    expect(verdict).toMatchObject({ outcome: "inconclusive", because: "unsure", value: 0.06 });
  });

  it("passes what was above it and is no more", () => {
    const verdict = only(BEFORE, { minutes: 1, active: { of: 1000, bad: 400 } }, { minutes: 3, active: { of: 1000 } });
    expect(verdict).toMatchObject({ outcome: "pass", value: 0 });
  });

  it("looks further back where the last two minutes have too few answers", () => {
    const verdict = only(BEFORE, { minutes: 30, active: { of: 1 } });
    expect(verdict).toMatchObject({ outcome: "pass", windowMs: 1_500_000, samples: { active: 300 } });
  });

  it("is inconclusive without enough answers", () => {
    const verdict = only(BEFORE, { minutes: 10, active: { of: 2 } });
    expect(verdict).toMatchObject({ outcome: "inconclusive", because: "missing" });
    expect(verdict?.text).toBe("green has given 228 of the 300 answers that it takes.");
  });

  it("is inconclusive where nobody has read the edge since", () => {
    const look = lookAfter([BEFORE, { minutes: 5, active: { of: 1000, bad: 500 } }], cutOver);
    const [verdict] = judge(absolute, { ...look, nowMs: SINCE_MS + 600_000 });
    expect(verdict).toMatchObject({
      outcome: "inconclusive",
      because: "missing",
      text: "The edge was last read 5m ago.",
    });
  });

  it("holds for times as well, and says them in ms", () => {
    const slow = { of: 100, ms: { 500: 80, 1000: 20 } };
    const guard = { errors: null, p95: { against: "absolute", above: "700ms" } } as const;
    const [verdict] = judge(guard, lookAfter([BEFORE, { minutes: 3, active: slow }], cutOver));
    expect(verdict).toMatchObject({ rule: "p95", outcome: "fail", value: 875, limit: 700, unit: "ms" });
    expect(verdict?.text).toBe("P95: green 875 ms of 2400 answers in 2m. That is surely too much.");
  });
});

describe("two bad colors", () => {
  const bad = { of: 1000, bad: 100 };

  it("are both named, and neither is blamed, where they are bad at the same time", () => {
    const [verdict] = judge(absolute, lookAfter([BEFORE, { minutes: 5, active: bad, stable: { of: 1000, bad: 80 } }]));
    expect(verdict).toMatchObject({ outcome: "inconclusive", because: "both-bad", value: 0.1 });
    expect(verdict?.text).toMatch(/ blue has 8%: both are bad, and neither is to blame\.$/);
  });

  it("are known by what the stable one had before, where it has no traffic any more", () => {
    expect(only({ minutes: 5, stable: bad }, { minutes: 5, active: bad })).toMatchObject({ because: "both-bad" });
    expect(only(BEFORE, { minutes: 5, active: bad })).toMatchObject({ outcome: "fail" });
  });

  it("are not known where the stable one has answered too little", () => {
    const phases = [
      { minutes: 1, stable: { of: 1 } },
      { minutes: 5, active: bad, stable: { of: 10, bad: 9 } },
    ] as const;
    expect(judge(absolute, lookAfter([...phases]))).toMatchObject([{ outcome: "fail" }]);
  });
});
