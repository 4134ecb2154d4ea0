import { expect, test } from "vitest";
import { canarySchema, CANARY_PRESETS, parseSteps, renderShare } from "../../../model/canary.ts";
import { tryParse } from "../../../model/problems.ts";

const MINUTE = 60_000;

test.each([
  ["5% 10m, 30% 30m, 100%", 2, [500, 10 * MINUTE, 3_000, 30 * MINUTE, 10_000, 0]],
  ["0.5% 90s,50% until promoted , 100%", 2, [50, 90_000, 5_000, null, 10_000, 0]],
  ["100%", 2, [10_000, 0]],
  ["5-10-50-100", 2, [500, 10 * MINUTE, 1_000, 10 * MINUTE, 5_000, 10 * MINUTE, 10_000, 0]],
  ["replica-then-30", 9, [1_000, 10 * MINUTE, 3_000, 30 * MINUTE, 10_000, 0]],
  ["replica-then-30", 2, [3_333, 10 * MINUTE, 10_000, 0]],
  ["30% 10m, 1 replica 10m, 100%", 3, [3_000, 10 * MINUTE, 10_000, 0]],
  ["1 replica 10m, 100%", 2, [3_333, 10 * MINUTE, 10_000, 0]],
])("reads %s of a pool of %d", (text, replicas, expected) => {
  expect(parseSteps(text, replicas).flatMap(({ share, forMs }) => [share, forMs])).toEqual(expected);
});

test.each([
  ["", "must be steps with a comma between them"],
  ["5", "must be steps with a comma between them"],
  ["5% ten minutes, 100%", "must be steps with a comma between them"],
  ["5% 10m", "must end with 100%, and without a time"],
  ["5% 10m, 100% 10m", "must end with 100%, and without a time"],
  ["5%, 100%", "must say of each step but the last how long it is held"],
  ["30% 10m, 5% 10m, 100%", "must have shares that grow"],
  ["0% 10m, 100%", "must have shares that grow"],
])("refuses %j", (steps, wrong) => {
  const result = tryParse(canarySchema, { steps }, { path: "canary" });
  const problem = `canary.steps: ${wrong}, got ${JSON.stringify(steps)}. Write it like "5% 10m, 30% 30m, 100%".`;
  expect(result).toEqual({ problems: [problem] });
  expect(() => parseSteps(steps, 2)).toThrow(wrong);
});

test("has defaults that wait for an answer at least, and hold", () => {
  expect(canarySchema.parse({ steps: Object.keys(CANARY_PRESETS)[0] })).toMatchObject({
    ...{ minSamples: 1, sticky: "cookie", ifSilent: "hold" },
  });
});

test.each(["header", "header ", "header a b", "ip", ""])("does not know clients by %j", (sticky) => {
  expect(canarySchema.safeParse({ steps: "100%", sticky }).success).toBe(false);
});

test("writes a share as users do", () => {
  expect([50, 500, 3_333, 10_000].map((share) => renderShare(share))).toEqual(["0.5%", "5%", "33.33%", "100%"]);
});
