import { expect, test } from "vitest";
import { nextAction, type Situation } from "../../../../agent/watch/next-action.ts";
import { canarySchema } from "../../../../model/canary.ts";
import { guardSchema } from "../../../../model/guard.ts";
import type { GuardVerdict } from "../../../../model/guard-verdict.ts";
import { beginCanary, pauseCanary } from "../../../../plan/canary-steps.ts";

function begin(steps: string, minSamples = 1) {
  const canary = beginCanary(canarySchema.parse({ steps, minSamples }), { from: "blue", replicas: 2, now: 0 });
  if (canary === null) throw new Error("it has one step only");
  return canary;
}

const canary = begin("5% 10s, 100%", 3);
const over = { generation: 7, revision: 1, hash: "h", sinceMs: 0, watchedMs: 10_000, answered: 3, isOver: false };
const guard = guardSchema.parse({ for: "1m" });
const verdict = (outcome: GuardVerdict["outcome"], because: GuardVerdict["because"] = null): GuardVerdict => ({
  ...{ rule: "errors", against: "other", outcome, because, query: "q", windowMs: 0, unit: "ratio" },
  ...{ samples: { active: 1, stable: 1 }, value: 0.1, limit: 0.05, text: "10% of errors" },
});
const pass = [verdict("pass")];
const fail = [verdict("pass"), verdict("fail")];

function act(more: Partial<Situation>, progress: Partial<typeof over> = {}) {
  return nextAction({
    canary,
    guard: undefined,
    verdicts: [],
    silentMs: 0,
    nowMs: 0,
    progress: { ...over, ...progress },
    ...more,
  });
}

test("goes on once the time is over and enough was answered", () => {
  expect(act({})).toEqual({ do: "step", reason: "5% for 10s, 3 requests answered" });
  expect(act({}, { watchedMs: 9_999 })).toEqual({ do: "nothing" });
  expect(act({}, { watchedMs: 600_000, answered: 2 })).toEqual({
    ...{ do: "await-requests", text: "The new color has answered 2 of the 3 requests that this step takes." },
  });
});

test("waits for a person who has paused it, or who is to promote it", () => {
  expect(act({ canary: pauseCanary(canary, { by: "jane", reason: "errors" }, 0) })).toEqual({ do: "nothing" });
  expect(act({ canary: begin("5% until promoted, 100%") }, { watchedMs: 600_000 })).toEqual({ do: "nothing" });
});

test("goes back with the first failure, also from a pause, and names it", () => {
  const why = verdict("fail");
  expect(act({ guard, verdicts: fail }, { watchedMs: 0, answered: 0 })).toEqual({ do: "back", why });
  const paused = pauseCanary(canary, { by: "jane", reason: "errors" }, 0);
  expect(act({ guard, verdicts: fail, canary: paused })).toEqual({ do: "back", why });
  expect(act({ guard, verdicts: fail, canary: undefined })).toEqual({ do: "back", why });
});

test("goes on with passes alone, and never on missing data", () => {
  expect(act({ guard, verdicts: pass })).toMatchObject({ do: "step" });
  expect(act({ guard, verdicts: [] })).toEqual({ do: "nothing" });
  for (const onInconclusive of ["hold", "go-on"] as const) {
    const missing = [verdict("pass"), verdict("inconclusive", "missing")];
    expect(act({ guard: { ...guard, onInconclusive }, verdicts: missing })).toEqual({ do: "hold", why: missing[1] });
  }
});

test.each([
  ["hold", "unsure", "hold"],
  ["go-on", "unsure", "step"],
  ["back", "unsure", "back"],
  ["back", "missing", "back"],
  ["back", "both-bad", "hold"],
] as const)("at the end of a step that %ss when inconclusive, %s: %s", (onInconclusive, because, done) => {
  const verdicts = [verdict("inconclusive", because)];
  expect(act({ guard: { ...guard, onInconclusive }, verdicts }).do).toBe(done);
  expect(act({ guard: { ...guard, onInconclusive }, verdicts }, { watchedMs: 9_999 }).do).toBe("nothing");
});

test("sends all clients back where nothing had watched for five minutes, if it is to", () => {
  const stable = { ...canary, ifSilent: "stable" as const };
  expect(act({ canary: stable, silentMs: 300_000 })).toMatchObject({
    ...{ do: "leave", canary: { share: 0, revision: 2, paused: { reason: "nothing watched it for five minutes" } } },
  });
  expect(act({ canary: stable, silentMs: 299_999 })).toMatchObject({ do: "step" });
  expect(act({ canary: { ...stable, share: 0 }, silentMs: 300_000 })).toMatchObject({ do: "step" });
  expect(act({ silentMs: 300_000 })).toMatchObject({ do: "step" });
});

test("ends the time after a switch, and does nothing from then on", () => {
  expect(act({ canary: undefined, guard, verdicts: pass }, { watchedMs: 59_999 })).toEqual({ do: "nothing" });
  expect(act({ canary: undefined, guard, verdicts: pass }, { watchedMs: 60_000 })).toEqual({ do: "end" });
  expect(act({ canary: undefined })).toEqual({ do: "end" });
  expect(act({ canary: undefined, guard, verdicts: fail }, { isOver: true })).toEqual({ do: "nothing" });
});
