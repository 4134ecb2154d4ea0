import { expect, it } from "vitest";
import { canaryFor } from "../../../../edge/control/canary-for.ts";
import { canarySchema } from "../../../../model/canary.ts";
import { record } from "../observed.ts";

const COMER: Parameters<typeof canaryFor>[0] = {
  ...{ canary: canarySchema.parse({ steps: "5% 10m, 100%" }), record: record({ active: "blue" }), hash: "h2" },
  ...{ from: "blue" as const, color: "green" as const, purpose: "release" as const, replicas: 2, now: 1_000 },
};

it("begins with the first step where a release takes the place of another", () => {
  expect(canaryFor(COMER)).toMatchObject({ from: "blue", share: 500, step: 0, revision: 1, began: 1_000 });
});

it.each([
  ["no canary is declared", { canary: undefined }],
  ["nobody has served before", { from: null }],
  ["it is put back where it serves", { from: "green" }],
  ["it has served before", { purpose: "return" }],
  ["it is gone back to", { purpose: "rollback" }],
] as const)("is none where %s", (_, change) => {
  expect(canaryFor({ ...COMER, ...change })).toBeNull();
});

it("begins again where the canary of this very release did not come to its end", () => {
  const unproved = { ...COMER, purpose: "return", record: { ...record({ active: "blue" }), unproved: "h2" } } as const;
  expect(canaryFor(unproved)).toMatchObject({ share: 500 });
  expect(canaryFor({ ...unproved, hash: "h3" })).toBeNull();
});
