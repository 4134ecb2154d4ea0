import { expect, it } from "vitest";
import { drillsSchema, SCENARIO_NAMES } from "../../../model/drills.ts";
import { tryParse } from "../../../model/problems.ts";

const problemsOf = (input: unknown) => {
  const result = tryParse(drillsSchema, input, { path: "tidegate:drills" });
  return "problems" in result ? result.problems : [];
};

it("takes a part of any scenario's budget, or none", () => {
  expect(drillsSchema.parse({})).toEqual({ budgets: {} });
  const budgets = Object.fromEntries(SCENARIO_NAMES.map((name) => [name, { back: "5s" }]));
  expect(drillsSchema.parse({ budgets })).toEqual({ budgets });
  expect(problemsOf({ budgets: { "edge-killed": { lost: "any" }, "agent-killed": { lost: 0 } } })).toEqual([]);
});

it("says what is wrong with each", () => {
  const budgets = { flood: {}, "edge-killed": { back: "soon", lost: "none", later: "1s" } };
  expect(problemsOf({ budgets })).toEqual([
    'tidegate:drills.budgets.edge-killed.back: must be a duration, got "soon". Write it like "100ms", "30s" or "5m".',
    "tidegate:drills.budgets.edge-killed.later: is not a known key. Remove it or correct its spelling.",
    'tidegate:drills.budgets.edge-killed.lost: must be a whole number or `any`, got "none". Correct it.',
    "tidegate:drills.budgets.flood: is not a known key. Remove it or correct its spelling.",
  ]);
});
