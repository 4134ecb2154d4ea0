import { expect, it, test } from "vitest";
import { falseAlarms, renderGuardTables, summarize } from "../../../bench/guard/figures.ts";
import { binomial, poisson, randomFrom } from "../../../bench/guard/random.ts";
import { SCENARIOS } from "../../../bench/guard/scenarios.ts";
import { simulate, type Outcome } from "../../../bench/guard/simulate.ts";
import { wilson } from "../../../bench/guard/wilson.ts";
import { guardSchema } from "../../../model/guard.ts";

// statsmodels 0.15.0: proportion_confint(count, of, method="wilson")
test.each([
  [0, 500, 0, 0.00762434],
  [7, 10, 0.396778147, 0.892208733],
  [500, 500, 0.99237566, 1],
  [1, 2000, 0.000088268, 0.002826863],
])("lies around %d of %d as Wilson's interval does", (count, of, low, high) => {
  expect(wilson(count, of)).toEqual({
    ...{ count, of },
    low: expect.closeTo(low, 6) as number,
    high: expect.closeTo(high, 6) as number,
  });
});

test.each([
  ["poisson", (random: () => number) => poisson(random, 3), 3, 3],
  ["binomial", (random: () => number) => binomial(random, 20, 0.3), 6, 4.2],
])("draws %s counts with their mean and variance", (_, draw, mean, variance) => {
  const random = randomFrom(7);
  const draws = Array.from({ length: 20_000 }, () => draw(random));
  const average = draws.reduce((sum, count) => sum + count, 0) / draws.length;
  const spread = draws.reduce((sum, count) => sum + (count - average) ** 2, 0) / draws.length;
  expect(average).toBeCloseTo(mean, 1);
  expect(Math.abs(spread / variance - 1)).toBeLessThan(0.05);
});

it("draws what is never and what is always there", () => {
  expect([0, 1].map((chance) => binomial(randomFrom(1), 9, chance))).toEqual([0, 9]);
  expect(poisson(randomFrom(1), 0)).toBe(0);
});

it("catches a release of which half the answers fail, the same way for the same seed", () => {
  const scenario = SCENARIOS.find(({ name }) => name === "50% of 5xx");
  if (scenario === undefined) throw new Error("there is no such scenario");
  const guard = guardSchema.parse({ failedChecks: null, flapping: null });
  const release = () => simulate(scenario, guard, 20, randomFrom(3));
  expect(release()).toEqual(release());
  expect(release()).toMatchObject({ rules: ["errors (other)"], wentOn: false });
});

const outcome = (part: Partial<Outcome>): Outcome => ({ rules: [], afterMs: 9_000, answers: 5, wentOn: true, ...part });
const same = {
  name: "the same",
  guard: "defaults",
  way: "canary",
  isWorse: false,
  begin: () => () => never(),
} as const;
const never = (): never => {
  throw new Error("nothing is simulated here");
};

it("tells of alarms, and adds up those that are false", () => {
  const caught = outcome({ rules: ["errors (other)"], afterMs: 60_000, answers: 70, wentOn: false });
  const figures = [
    summarize(same, 2, [outcome({}), outcome({})]),
    summarize({ ...same, guard: "all rules" }, 2, [caught]),
    summarize({ ...same, name: "bad", isWorse: true }, 20, [caught, outcome({})]),
  ];
  expect(falseAlarms(figures)).toMatchObject({ count: 0, of: 2 });
  expect(renderGuardTables(figures).split("\n")).toEqual([
    "| no worse than the stable color | guard | requests/s | false alarms | first step could go on |",
    "| --- | --- | --- | --- | --- |",
    "| the same | defaults | 2 | 0 of 2 (0% to 65.76%) | 100% |",
    "| the same | all rules | 2 | 1 of 1 (20.65% to 100%) | 0% |",
    "",
    "False alarms at the defaults, all together: 0 of 2 (0% to 65.76%).",
    "",
    "| worse | guard | requests/s | caught | after | answers until then | first step could go on |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    "| bad | defaults | 20 | 1 of 2 (9.45% to 90.55%) | 60 s | 70 | 50% |",
  ]);
});
