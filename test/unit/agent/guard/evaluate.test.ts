import { expect, it } from "vitest";
import { evaluate } from "../../../../agent/guard/evaluate.ts";
import { guardSchema } from "../../../../model/guard.ts";
import { judge, lookAfter } from "./looks.ts";

const look = lookAfter([{ minutes: 5 }, { minutes: 5 }]);
const asked = (guard: object, share = 500) =>
  evaluate(guardSchema.parse(guard), { ...look, share }).map(({ rule, against }) => `${rule} ${against}`);

it("judges each declared rule, those on answers first", () => {
  expect(asked({})).toEqual([...["errors other", "errors absolute", "failedChecks absolute", "flapping absolute"]]);
  expect(asked({ errors: null, p95: {}, p99: { above: "2s" } })).toEqual([
    "p95 other",
    "p99 other",
    "p99 absolute",
    "failedChecks absolute",
    "flapping absolute",
  ]);
});

it("compares with nobody once the color has all traffic", () => {
  expect(asked({ p95: {}, failedChecks: null, flapping: null }, 10_000)).toEqual(["errors absolute"]);
});

it("shares the risk of a false alarm among the rules of a guard, the same for the whole release", () => {
  const sure = (guard: object, share: number) => {
    const queries = judge(guard, { ...look, share }).map(({ query }) => query.replace(/.*sure to /, ""));
    return [...new Set(queries)];
  };
  expect(sure({}, 500)).toEqual(["1 in 2000"]);
  expect(sure({}, 10_000)).toEqual(["1 in 2000"]);
  expect(sure({ p95: { above: "1s" }, p99: {} }, 500)).toEqual(["1 in 5000"]);
});

it("passes nothing where there is no data", () => {
  const empty = { ...look, history: { last: null, blocks: [] } };
  const verdicts = evaluate(guardSchema.parse({ p95: { above: "1s" }, p99: {} }), empty);
  expect(verdicts.map(({ because }) => because)).toEqual(verdicts.map(() => "missing"));
});
