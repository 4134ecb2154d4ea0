import { expect, it } from "vitest";
import type { History } from "../../../../../agent/guard/history.ts";
import { NO_COUNTS } from "../../../../../edge/counts.ts";
import { canarySchema } from "../../../../../model/canary.ts";
import { beginCanary, nextStep } from "../../../../../plan/canary-steps.ts";
import { progressOf } from "../../../../../platforms/aws/watch/progress.ts";
import { recordOf } from "../../../../support/aws/records.ts";

const MINUTE_MS = 60_000;
const BOTH = { blue: "1.0.0", green: "2.0.0" };
const canary = beginCanary(canarySchema.parse({ steps: "5% 10m, 30% 10m, 100%" }), {
  ...{ from: "blue", replicas: 2, now: MINUTE_MS },
});
if (canary === null) throw new Error("it has several steps");
const UNDER_WAY = recordOf("shop", "green", BOTH, { canary });
const RELEASED = recordOf("shop", "green", BOTH, { purpose: "release" });

/** Minutes that CloudWatch has told of, in each of which green has answered ten requests. */
function told(...minutes: readonly number[]): History {
  const green = { ...NO_COUNTS, requests: 10 };
  const blocks = minutes.map((minute) => ({
    ...{ fromMs: minute * MINUTE_MS, toMs: (minute + 1) * MINUTE_MS, counts: { shop: { green } } },
  }));
  return { last: null, blocks };
}

it("counts the whole minutes since a step began of which there are figures, whoever looked how often", () => {
  const { progress, stepMs } = progressOf({
    ...{ before: null, record: UNDER_WAY, history: told(0, 1, 2, 5), switchedMs: null, nowMs: 8 * MINUTE_MS },
  });
  expect(stepMs).toBe(MINUTE_MS);
  expect(progress).toMatchObject({ sinceMs: MINUTE_MS, watchedMs: 3 * MINUTE_MS, answered: 30, isOver: false });
});

it("begins anew with each step, and keeps when the release got its first clients", () => {
  const history = told(1, 2, 3, 4);
  const before = progressOf({ before: null, record: UNDER_WAY, history, switchedMs: null, nowMs: 5 * MINUTE_MS });
  const next = nextStep(canary, 3 * MINUTE_MS);
  const record = recordOf("shop", "green", BOTH, next === null ? {} : { canary: next });
  const { progress } = progressOf({ before, record, history, switchedMs: null, nowMs: 6 * MINUTE_MS });
  expect(progress).toMatchObject({ revision: 2, sinceMs: MINUTE_MS, watchedMs: 2 * MINUTE_MS, answered: 20 });
});

it("watches a release from its switch on that came lately", () => {
  const late = { before: null, record: RELEASED, history: told(2, 3), nowMs: 6 * MINUTE_MS };
  expect(progressOf({ ...late, switchedMs: 2 * MINUTE_MS }).progress).toMatchObject({
    ...{ sinceMs: 2 * MINUTE_MS, watchedMs: 2 * MINUTE_MS, isOver: false },
  });
  expect(progressOf({ ...late, switchedMs: -10 * MINUTE_MS }).progress.isOver).toBe(true);
  expect(progressOf({ ...late, switchedMs: null }).progress.isOver).toBe(true);
});

it("does not watch what was gone back to", () => {
  const record = recordOf("shop", "blue", BOTH, { purpose: "fallback" });
  const before = progressOf({ before: null, record: UNDER_WAY, history: told(), switchedMs: null, nowMs: MINUTE_MS });
  expect(progressOf({ before, record, history: told(1), switchedMs: null, nowMs: 2 * MINUTE_MS }).progress.isOver).toBe(
    true,
  );
});
