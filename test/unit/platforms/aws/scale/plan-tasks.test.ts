import { expect, it } from "vitest";
import type { ObservedService } from "../../../../../model/observed.ts";
import { planTasks, tasksToServe } from "../../../../../platforms/aws/scale/plan-tasks.ts";
import { observed, spec, steady } from "../../../edge/observed.ts";

const BLUE_HAS_SIX = { blue: { tasks: 6, declared: 2 }, green: { tasks: 2, declared: 2 } };
const MOVES = { moves: true, isScaled: false, resting: [] };
const STAYS = { moves: false, isScaled: false, resting: [] };
const found = (wanted: ObservedService["wanted"]) => observed(steady({ wanted }));

it.each<[string, ObservedService["wanted"], number]>([
  ["is what is declared where nothing is known", undefined, 2],
  ["is what is declared where fewer serve", { blue: { tasks: 1, declared: 2 } }, 2],
  ["is what serves where that is more", BLUE_HAS_SIX, 6],
  ["does not go by a color that does not serve", { ...BLUE_HAS_SIX, blue: { tasks: 2, declared: 2 } }, 2],
])("the fewest tasks to serve with: %s", (_what, wanted, tasks) => {
  expect(tasksToServe("shop", spec(), found(wanted))).toBe(tasks);
});

it("counts the color that the rule sends traffic to as serving, whatever the record says", () => {
  const wanted = { blue: { tasks: 2, declared: 2 }, green: { tasks: 9, declared: 2 } };
  expect(tasksToServe("shop", spec(), observed(steady({ wanted, workers: ["green"] })))).toBe(9);
});

it("says that a color is brought up before it serves", () => {
  const plan = planTasks("shop", spec({ activeColor: "green" }), found(BLUE_HAS_SIX), MOVES);
  expect(plan.notices).toEqual([
    "shop.green: is brought up from 2 to 6 tasks before it serves, never fewer than serve now.",
  ]);
  expect(plan.colors.blue).toEqual({ replicas: 2, isLeft: true });
});

it("says so of a color that is not there yet", () => {
  const wanted = { blue: { tasks: 6, declared: 2 } };
  expect(planTasks("shop", spec({ activeColor: "green" }), found(wanted), MOVES).notices).toEqual([
    "shop.green: is brought up from 2 to 6 tasks before it serves, never fewer than serve now.",
  ]);
});

it("says that somebody has scaled a color, and who is left alone", () => {
  expect(planTasks("shop", spec(), found(BLUE_HAS_SIX), STAYS).notices).toEqual([
    "shop.blue: has 6 tasks, and `replicas` says 2. Whoever made it so is left alone; a change of `replicas` sets the number.",
  ]);
});

it("says that a lower number waits for the next run while traffic moves", () => {
  const wanted = { blue: { tasks: 5, declared: 5 }, green: { tasks: 5, declared: 5 } };
  expect(planTasks("shop", spec({ activeColor: "green", replicas: 3 }), found(wanted), MOVES).notices).toEqual([
    "shop.blue: keeps 5 tasks while traffic moves; the next `up` makes them 3.",
    "shop.green: keeps 5 tasks while traffic moves; the next `up` makes them 3.",
  ]);
});

it("has nothing to say where all is as declared", () => {
  const wanted = { blue: { tasks: 2, declared: 2 }, green: { tasks: 2, declared: 2 } };
  expect(planTasks("shop", spec({ activeColor: "green" }), found(wanted), MOVES).notices).toEqual([]);
});

it("has nothing to say of a number that auto scaling has made", () => {
  expect(planTasks("shop", spec(), found(BLUE_HAS_SIX), { ...STAYS, isScaled: true }).notices).toEqual([]);
});
