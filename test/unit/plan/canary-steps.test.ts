import fc from "fast-check";
import { expect, test } from "vitest";
import { canarySchema } from "../../../model/canary.ts";
import { canaryStateSchema, type CanaryState } from "../../../model/canary-state.ts";
import { beginCanary, nextStep, pauseCanary, resumeCanary } from "../../../plan/canary-steps.ts";
import { canaryText } from "../../../plan/canary-text.ts";

const place = { from: "blue", replicas: 2, now: 1_000 } as const;

function begin(steps: string): CanaryState {
  const canary = beginCanary(canarySchema.parse({ steps }), place);
  if (canary === null) throw new Error("it has one step only");
  return canary;
}

test("begins with the first share, and has none where all clients are the first", () => {
  expect(begin("5% 10m, 100%")).toMatchObject({
    from: "blue",
    share: 500,
    revision: 1,
    step: 0,
    since: 1_000,
    paused: null,
  });
  expect(beginCanary(canarySchema.parse({ steps: "100%" }), place)).toBeNull();
});

test("goes through all steps, and ends with the last one", () => {
  const first = begin("5% 10m, 30% 30m, 100%");
  const second = nextStep(first, 2_000);
  expect(second).toMatchObject({ share: 3_000, step: 1, revision: 2, since: 2_000, began: 1_000 });
  expect(second && nextStep(second, 3_000)).toBeNull();
});

test("a pause keeps its share, and the step begins again after it", () => {
  const paused = pauseCanary(begin("5% 10m, 100%"), { by: "jane", reason: "errors" }, 5_000);
  expect(paused).toMatchObject({
    share: 500,
    revision: 2,
    since: 1_000,
    paused: { by: "jane", reason: "errors", at: 5_000 },
  });
  expect(resumeCanary(paused, 9_000)).toMatchObject({ share: 500, revision: 3, since: 9_000, paused: null });
  expect(resumeCanary({ ...paused, share: 0 }, 9_000)).toMatchObject({ share: 500 });
});

test("whatever is done with it, its share never falls and the number of its changes grows", () => {
  const act = fc.constantFrom("step", "pause", "resume");
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      let canary: CanaryState | null = begin("1% 1m, 5% 1m, 30% until promoted, 95% 1m, 100%");
      for (const [index, each] of acts.entries()) {
        if (canary === null) return;
        const before: CanaryState = canary;
        const now = 2_000 + index;
        if (each === "step") canary = nextStep(before, now);
        else canary = each === "pause" ? pauseCanary(before, { by: "x", reason: "y" }, now) : resumeCanary(before, now);
        if (canary === null) continue;
        expect(canaryStateSchema.safeParse(canary).success).toBe(true);
        expect(canary.revision).toBe(before.revision + 1);
        expect(canary.share).toBeGreaterThanOrEqual(before.share);
      }
    }),
  );
});

test.each([
  [{}, "green has 5% of the clients, blue the others; 30% next, in 10m"],
  [{ since: -600_000 }, "green has 5% of the clients, blue the others; 30% next, as soon as enough was seen of it"],
  [
    { paused: { by: "jane", reason: "errors", at: 0 } },
    'green has 5% of the clients, blue the others; 30% next, paused by jane ("errors")',
  ],
  [{ step: 1, share: 3_000 }, "green has 30% of the clients, blue the others; 100% next, once somebody promotes it"],
  [{ step: 2, share: 10_000 }, "green has 100% of the clients, blue the others"],
])("says how far it is: %j", (more, text) => {
  const canary = { ...begin("5% 10m, 30% until promoted, 100%"), ...more };
  expect(canaryText(canary, "green", 1_000)).toBe(text);
});
