import { expect, it } from "vitest";
import { isSameSplit, ruleWeights, stickySeconds } from "../../../../model/aws/rule-weights.ts";
import { canarySchema } from "../../../../model/canary.ts";
import { beginCanary } from "../../../../plan/canary-steps.ts";

const canaryOf = (steps: string, replicas = 2) =>
  beginCanary(canarySchema.parse({ steps }), { from: "blue", replicas, now: 0 }) ?? undefined;

it.each([
  ["5% 10m, 100%", { blue: 95, green: 5 }],
  ["0.1% 10m, 100%", { blue: 999, green: 1 }],
  ["12.5% 10m, 100%", { blue: 875, green: 125 }],
  ["1 replica 10m, 100%", { blue: 667, green: 333 }],
])("gives the share of %s", (steps, weights) => {
  expect(ruleWeights({ active: "green", canary: canaryOf(steps) })).toEqual(weights);
});

it("gives all to the color that serves, and nothing where none does", () => {
  expect(ruleWeights({ active: "green" })).toEqual({ blue: 0, green: 100 });
  expect(ruleWeights({ active: null })).toEqual({ blue: 0, green: 0 });
});

it("gives nothing to a color whose clients all went back", () => {
  const canary = canaryOf("5% 10m, 100%");
  expect(ruleWeights({ active: "green", canary: canary && { ...canary, share: 0 } })).toEqual({ blue: 100, green: 0 });
});

it.each([
  [{ blue: 95, green: 5 }, { blue: 950, green: 50 }, true],
  [{ blue: 95, green: 5 }, { blue: 94, green: 6 }, false],
  [{ blue: 0, green: 7 }, { blue: 0, green: 100 }, true],
  [{ blue: 0, green: 0 }, { blue: 0, green: 100 }, false],
  [{ blue: 0, green: 0 }, { blue: 0, green: 0 }, true],
])("takes %j and %j for alike: %s", (some, other, isAlike) => {
  expect(isSameSplit(some, other)).toBe(isAlike);
  expect(isSameSplit(other, some)).toBe(isAlike);
});

it.each([
  ["5% 10m, 30% 30m, 100%", 40 * 60],
  ["5% until promoted, 100%", 24 * 60 * 60],
  [
    "5% 24h, 30% until promoted, 40% until promoted, 50% until promoted, 60% until promoted, 70% until promoted, 80% until promoted, 100%",
    7 * 24 * 60 * 60,
  ],
])("keeps clients on their color for as long as %s may take", (steps, seconds) => {
  expect(stickySeconds(canaryOf(steps))).toBe(seconds);
});

it("keeps nobody where no canary is under way, and none of those who all went back", () => {
  expect(stickySeconds(undefined)).toBeNull();
  const canary = canaryOf("5% 10m, 100%");
  expect(stickySeconds(canary && { ...canary, share: 0 })).toBeNull();
});
