import { expect, it } from "vitest";
import type { WantedTasks } from "../../../../../model/observed.ts";
import { declaredTasks } from "../../../../../platforms/aws/scale/declared-tasks.ts";

const has = (tasks: number, declared: number | null): WantedTasks => ({ tasks, declared });

it.each<[string, WantedTasks | undefined, number, boolean, { replicas: number; isLeft: boolean }]>([
  ["begins with what is declared", undefined, 2, true, { replicas: 2, isLeft: false }],
  ["leaves what is as declared", has(2, 2), 2, false, { replicas: 2, isLeft: true }],
  ["leaves more tasks that somebody else made", has(6, 2), 2, false, { replicas: 2, isLeft: true }],
  ["leaves them while traffic moves, too", has(6, 2), 2, true, { replicas: 2, isLeft: true }],
  ["leaves those of which nobody knows what was declared", has(6, null), 2, false, { replicas: 2, isLeft: true }],
  ["declares again where there are too few", has(1, 2), 2, false, { replicas: 2, isLeft: false }],
  ["follows a number that was raised", has(2, 2), 4, false, { replicas: 4, isLeft: false }],
  ["follows it while traffic moves, too", has(2, 2), 4, true, { replicas: 4, isLeft: false }],
  ["follows a number that was lowered", has(5, 5), 3, false, { replicas: 3, isLeft: false }],
  ["does not do so while traffic moves", has(5, 5), 3, true, { replicas: 5, isLeft: true }],
  ["follows a changed number whatever somebody else made", has(6, 2), 4, false, { replicas: 4, isLeft: false }],
])("%s", (_what, wanted, replicas, moves, declared) => {
  expect(declaredTasks(wanted, { replicas, moves, isScaled: false, mayRest: false })).toEqual(declared);
});

it.each([
  ["more than declared", has(6, 2), 2],
  ["more than a number that was lowered", has(6, 5), 3],
])("leaves auto scaling what it has made, %s", (_what, wanted, replicas) => {
  const context = { replicas, moves: false, isScaled: true, mayRest: false };
  expect(declaredTasks(wanted, context)).toEqual({ replicas, isLeft: true });
});

it("brings a color that auto scaling has to do with up to a number that was raised", () => {
  expect(declaredTasks(has(2, 2), { replicas: 3, moves: false, isScaled: true, mayRest: false })).toEqual({
    replicas: 3,
    isLeft: false,
  });
});

it("leaves a color that may rest with as few tasks as it has", () => {
  const context = { moves: false, isScaled: false, mayRest: true };
  expect(declaredTasks(has(0, 2), { replicas: 2, ...context })).toEqual({ replicas: 2, isLeft: true });
  expect(declaredTasks(has(0, 2), { replicas: 3, ...context })).toEqual({ replicas: 3, isLeft: true });
});
