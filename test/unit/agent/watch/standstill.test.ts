import { expect, test } from "vitest";
import { standStill, type Obstacle } from "../../../../agent/watch/standstill.ts";
import { record } from "../../edge/observed.ts";
import { BOTH, canary } from "../../plan/under-way.ts";

const RECORD = { ...record({ active: "green", sealed: BOTH }), canary: canary(0) };
const FEW: Obstacle = { because: "missing", rule: "errors", text: "too few" };
const first = standStill(undefined, RECORD, FEW, 1_000);

test("stands still since the first look that found it so, whatever the reason is now", () => {
  const { generation } = RECORD;
  expect(first).toEqual({ ...FEW, generation, revision: 1, since: 1_000 });
  const later = standStill(first, RECORD, { because: "unsure", rule: "p95", text: "slow" }, 9_000);
  expect(later).toEqual({ because: "unsure", rule: "p95", text: "slow", generation, revision: 1, since: 1_000 });
});

test("begins anew with each step and each switch", () => {
  expect(standStill(first, { ...RECORD, canary: canary(0, { revision: 2 }) }, FEW, 9_000).since).toBe(9_000);
  expect(standStill(first, { ...RECORD, generation: RECORD.generation + 1 }, FEW, 9_000).since).toBe(9_000);
});
