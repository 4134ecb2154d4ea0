import { expect, it } from "vitest";
import { tierOf } from "../../../model/tier.ts";

it.each([
  ["dev", "prod", "dev"],
  ["stg", undefined, "stg"],
  ["prod", "dev", "prod"],
  ["mine", "dev", "dev"],
  ["mine", "stg", "stg"],
  ["mine", "production", "prod"],
  ["mine", undefined, "prod"],
  ["dev-2", undefined, "prod"],
])("judges the stack %s that says %s like %s", (stack, declared, tier) => {
  expect(tierOf(stack, declared)).toBe(tier);
});
