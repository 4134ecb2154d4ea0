import { expect, test } from "vitest";
import { isStepOver, progressAfter, type Progress } from "../../../../agent/watch/progress.ts";
import { NO_COUNTS } from "../../../../edge/counts.ts";
import { canarySchema } from "../../../../model/canary.ts";
import { beginCanary, pauseCanary } from "../../../../plan/canary-steps.ts";

function begin(steps: string, minSamples = 1) {
  const canary = beginCanary(canarySchema.parse({ steps, minSamples }), { from: "blue", replicas: 2, now: 0 });
  if (canary === null) throw new Error("it has one step only");
  return canary;
}

const canary = begin("5% 10s, 100%", 3);
const NONE = { generation: 7, revision: 1, watchedMs: 0, answered: 0 };
const two = { ...NO_COUNTS, statuses: [0, 1, 0, 0, 1] };

test("a step begins with the first look, whatever was before it", () => {
  const first = progressAfter(undefined, { generation: 7, canary }, { passedMs: 900, counted: two });
  expect(first).toEqual(NONE);
  for (const other of [{ generation: 6 }, { revision: 2 }]) {
    const before = { ...NONE, ...other, watchedMs: 9_000, answered: 9 };
    expect(progressAfter(before, { generation: 7, canary }, { passedMs: 900, counted: two })).toEqual(NONE);
  }
});

test("adds up what was watched and answered, and no gap in which nobody watched", () => {
  const look = (before: Progress, passedMs: number) =>
    progressAfter(before, { generation: 7, canary }, { passedMs, counted: two });
  expect(look(look(NONE, 1_000), 1_100)).toEqual({ ...NONE, watchedMs: 2_100, answered: 4 });
  expect(look(NONE, 3_600_000)).toEqual({ ...NONE, watchedMs: 5_000, answered: 2 });
});

test.each([
  [{ watchedMs: 10_000, answered: 3 }, canary, true],
  [{ watchedMs: 9_999, answered: 3 }, canary, false],
  [{ watchedMs: 600_000, answered: 2 }, canary, false],
  [{ watchedMs: 10_000, answered: 3 }, pauseCanary(canary, { by: "jane", reason: "errors" }, 0), false],
  [{ watchedMs: 600_000, answered: 300 }, begin("5% until promoted, 100%"), false],
])("%j: over or not", (more, of, isOver) => {
  expect(isStepOver({ ...NONE, ...more }, of)).toBe(isOver);
});
