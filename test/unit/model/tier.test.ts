import { expect, it } from "vitest";
import { tierNotice, tierOf } from "../../../model/tier.ts";

it.each([
  ["dev", "prod", "dev"],
  ["stg", undefined, "stg"],
  ["prod", "dev", "prod"],
  ["production", "dev", "prod"],
  ["live", "dev", "prod"],
  ["Prod-eu", "dev", "prod"],
  ["staging", "dev", "stg"],
  ["product", "dev", "dev"],
  ["constructor", "dev", "dev"],
  ["mine", "dev", "dev"],
  ["mine", "stg", "stg"],
  ["mine", "production", "prod"],
  ["mine", undefined, "prod"],
  ["dev-2", undefined, "prod"],
])("judges the stack %s that says %s like %s", (stack, declared, tier) => {
  expect(tierOf(stack, declared)).toBe(tier);
});

it("says so where a copied file declares another tier than the stack's name", () => {
  expect(tierNotice("production", "dev")).toBe(
    'tidegate:tier: is "dev", but a stack called "production" is judged as prod. Set it to prod, or call the stack otherwise.',
  );
});

it.each([
  ["production", "prod"],
  ["production", undefined],
  ["mine", "dev"],
])("says nothing of the stack %s that says %s", (stack, declared) => {
  expect(tierNotice(stack, declared)).toBeUndefined();
});
