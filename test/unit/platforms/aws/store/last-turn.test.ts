import { expect, it } from "vitest";
import { isLater, turnOf } from "../../../../../platforms/aws/store/last-turn.ts";

const STEP = { action: "step", share: { before: 500, after: 3_000 }, by: "a", reason: "b" } as const;
const TOLD = { service: "shop", generation: 8, version: "2" } as const;

it("orders switches, steps and their ends", () => {
  const step = turnOf({ kind: "canary", ...TOLD, ...STEP, revision: 2 });
  const end = turnOf({ kind: "verified", ...TOLD, switchMs: null, canary: { ...STEP, revision: 3 } });
  expect([step, end]).toEqual([
    { generation: 8, revision: 2 },
    { generation: 8, revision: 3 },
  ]);
  expect(isLater(end, step)).toBe(true);
  expect(isLater(step, end)).toBe(false);
  expect(isLater(step, step)).toBe(false);
  expect(isLater({ generation: 9, revision: 0 }, end)).toBe(true);
  expect(isLater(step, undefined)).toBe(true);
});
