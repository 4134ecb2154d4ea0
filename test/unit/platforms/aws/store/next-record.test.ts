import { expect, it } from "vitest";
import type { CanaryState } from "../../../../../model/canary-state.ts";
import { UNSEALED } from "../../../../../model/record.ts";
import { nextRecord } from "../../../../../platforms/aws/store/next-record.ts";
import { recordOf, sealedOnAws } from "../../../../support/aws/records.ts";
import { side, switchTo } from "../../../../support/ledger/entries.ts";

const GREEN = sealedOnAws("2.0.0");
const SEALED = { blue: sealedOnAws("1.0.0"), green: GREEN };
const HOLD = { version: "2.0.0", color: "green", hash: GREEN.hash, reason: null, by: "jane", at: 1 } as const;
const TO_GREEN = { service: "shop", active: "green", generation: 8, sealed: SEALED } as const;
const BEFORE = recordOf("shop", "blue", { blue: "1.0.0" });

it("is of a service that has never served", () => {
  expect(nextRecord(null, { ...TO_GREEN, facts: switchTo(side("green", GREEN)) })).toEqual({
    ...{ service: "shop", active: "green", generation: 8, sealed: SEALED, config: null, purpose: "release" },
  });
});

it("keeps what a switch says nothing of", () => {
  const before = { ...BEFORE, hold: HOLD, reviews: [HOLD].map((each) => ({ ...each, reason: "fire" })), unproved: "x" };
  expect(nextRecord(before, TO_GREEN)).toEqual({ ...before, active: "green", generation: 8, sealed: SEALED });
});

it("takes away what a switch says is null, and puts what it says", () => {
  const movedWith = { group: "checkout", services: [] };
  expect(
    nextRecord({ ...BEFORE, hold: HOLD, movedWith }, { ...TO_GREEN, hold: null, movedWith: null }),
  ).not.toHaveProperty("hold");
  expect(nextRecord({ ...BEFORE, movedWith }, { ...TO_GREEN, movedWith: null })).not.toHaveProperty("movedWith");
  expect(nextRecord(BEFORE, { ...TO_GREEN, hold: HOLD })).toMatchObject({ hold: HOLD });
});

it("ends a canary with a move to another color, and remembers whose it was", () => {
  const canary: CanaryState = {
    ...{ from: "green", share: 500, revision: 1, step: 0, steps: [], since: 1, began: 1, minSamples: 1 },
    ...{ ifSilent: "hold", paused: null },
  };
  expect(nextRecord({ ...BEFORE, canary }, TO_GREEN)).toMatchObject({ unproved: "hash-1.0.0" });
  expect(nextRecord({ ...BEFORE, canary }, TO_GREEN)).not.toHaveProperty("canary");
  expect(nextRecord({ ...BEFORE, canary }, { ...TO_GREEN, active: "blue", sealed: UNSEALED })).toMatchObject({
    canary,
  });
});
