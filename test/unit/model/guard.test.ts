import { describe, expect, it, test } from "vitest";
import { guardSchema } from "../../../model/guard.ts";
import { tryParse } from "../../../model/problems.ts";

const problemsOf = (guard: object) => {
  const result = tryParse(guardSchema, guard, { path: "guard" });
  return "problems" in result ? result.problems : [];
};

it("judges errors and replicas that are down or flap when nothing is said", () => {
  expect(guardSchema.parse({})).toEqual({
    errors: { against: "both", above: "5%", for: "2m", factor: 1.5, margin: "0.5%", minSamples: 300 },
    failedChecks: { replicas: 1, for: "5s" },
    flapping: { times: 3, within: "5m" },
    warmUp: "30s",
    for: "15m",
    onInconclusive: "hold",
  });
});

it("judges times where they are declared", () => {
  const defaults = { against: "both", for: "2m", factor: 1.5, margin: "10ms" };
  const { p95, p99 } = guardSchema.parse({ p95: { above: "800ms" }, p99: {} });
  expect(p95).toEqual({ ...defaults, above: "800ms", minSamples: 300 });
  expect(p99).toEqual({ ...defaults, minSamples: 1000 });
});

it("sends smoke requests again where that is declared", () => {
  expect(guardSchema.parse({}).smoke).toBeUndefined();
  expect(guardSchema.parse({ smoke: {} }).smoke).toEqual({ every: "1m", failures: 2 });
});

it("sends requests in users' stead where a path is declared, every two seconds", () => {
  expect(guardSchema.parse({}).synthetic).toBeUndefined();
  expect(guardSchema.parse({ synthetic: { path: "/search" } }).synthetic).toEqual({ path: "/search", every: "2s" });
});

describe("a guard", () => {
  test.each([
    { errors: null },
    { errors: { above: "0.01%" }, failedChecks: null },
    { p95: { against: "absolute", above: "1ms" } },
    { p99: null },
    { warmUp: "0s", for: "0s", onInconclusive: "go-on" },
  ])("may be written like %j", (guard) => {
    expect(problemsOf(guard)).toEqual([]);
  });

  test.each([
    [
      { errors: null, failedChecks: null, flapping: null },
      /guard: must have a rule, got .*\. Declare one, or remove `guard`\./,
    ],
    [{ errors: { above: 5 } }, /guard\.errors\.above: /],
    [{ errors: { above: "5" } }, /guard\.errors\.above: must be a share, got "5"\. Write it like "5%" or "0\.5%"\./],
    [{ errors: { above: "0%" } }, /guard\.errors\.above: must be between 0\.01% and 99%, got "0%"\. Change it/],
    [{ errors: { margin: "99.5%" } }, /guard\.errors\.margin: must be between 0% and 99%/],
    [{ errors: { factor: 0.9 } }, /guard\.errors\.factor: /],
    [{ errors: { minSamples: 19 } }, /guard\.errors\.minSamples: /],
    [{ p95: { against: "absolute" } }, /guard\.p95\.above: must be given, because `against` is absolute/],
    [{ p95: { above: "31s" } }, /guard\.p95\.above: must be at most 30s/],
    [{ p97: {} }, /p97/],
    [{ smoke: { every: "9s" } }, /guard\.smoke\.every: must be at least 10s/],
    [{ smoke: { failures: 0 } }, /guard\.smoke\.failures: /],
    [{ synthetic: {} }, /guard\.synthetic\.path: is missing/],
    [{ synthetic: { path: "/", every: "100ms" } }, /guard\.synthetic\.every: must be at least 1s/],
    [{ onInconclusive: "promote" }, /guard\.onInconclusive: /],
  ])("is refused like %j", (guard, problem) => {
    expect(problemsOf(guard).join("\n")).toMatch(problem);
  });
});
