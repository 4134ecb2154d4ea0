import { expect, test } from "vitest";
import { happenings, heldEvent, rolledBackEvent } from "../../../../agent/watch/happenings.ts";
import { eventSchema } from "../../../../agent/notify/event.ts";
import { canarySchema } from "../../../../model/canary.ts";
import type { CanaryState } from "../../../../model/canary-state.ts";
import type { GuardVerdict } from "../../../../model/guard-verdict.ts";
import type { EdgeRecord } from "../../../../model/record.ts";
import { beginCanary, nextStep, pauseCanary, resumeCanary } from "../../../../plan/canary-steps.ts";
import { record, release, seal } from "../../edge/observed.ts";

const ENVIRONMENT = { project: "p", stack: "dev" };
const MOMENT = { name: "agent on a", at: 1_800_000_000_000 };
const SEALED = { blue: seal(release("1")), green: seal(release("2")) };
const BLUE = record({ active: "blue", sealed: SEALED });
const GREEN = { ...record({ active: "green", sealed: SEALED }), generation: BLUE.generation + 1 };
const canary = beginCanary(canarySchema.parse({ steps: "5% 10s, 30% 1m, 100%" }), {
  from: "blue",
  replicas: 2,
  now: 0,
});
const on = (state: CanaryState | null): EdgeRecord => (state === null ? GREEN : { ...GREEN, canary: state });
if (canary === null) throw new Error("it has one step only");
const paused = pauseCanary(canary, { by: "jane", reason: "errors" }, 0);
const back = (by: string): EdgeRecord => {
  const hold = { version: "2", color: "green", hash: "h", reason: "errors", by, at: 0 } as const;
  return { ...BLUE, generation: GREEN.generation + 1, hold };
};

test.each<[string, EdgeRecord | undefined, EdgeRecord, object[]]>([
  ["the first look", undefined, on(canary), []],
  ["nothing", on(canary), on(canary), []],
  ["a release with all traffic at once", BLUE, GREEN, []],
  ["a first share", BLUE, on(canary), [{ kind: "canary-started", version: "2", share: 500, step: 1, steps: 3 }]],
  ["a step", on(canary), on(nextStep(canary, 1)), [{ kind: "step-reached", share: 3_000, step: 2, steps: 3 }]],
  ["a pause", on(canary), on(paused), [{ kind: "canary-paused", share: 500, by: "jane", reason: "errors" }]],
  ["the end of a pause", on(paused), on(resumeCanary(paused, 1)), [{ kind: "canary-resumed", share: 500 }]],
  ["the last step", on(canary), on(null), [{ kind: "promoted", version: "2" }]],
  ["an abort", on(canary), back("jane"), [{ kind: "canary-aborted", version: "2", to: "1", by: "jane" }]],
  ["its own way back, of which it tells more", on(canary), back("agent on a"), []],
])("tells of %s", (_, before, after, expected) => {
  const events = happenings(before, after, MOMENT);
  expect(events).toMatchObject(expected);
  for (const event of events)
    expect(eventSchema.safeParse({ ...event, environment: ENVIRONMENT })).toMatchObject({ success: true });
  expect(events).toHaveLength(expected.length);
});

test("what the guard has seen is told as people read it", () => {
  const verdict: GuardVerdict = {
    ...{ rule: "errors", against: "absolute", outcome: "fail", because: null, query: "q", windowMs: 121_400 },
    ...{ samples: { active: 1_204, stable: 20 }, value: 0.072, limit: 0.05, unit: "ratio", text: "7.2% of errors" },
  };
  const evidence = { rule: "errors", value: "7.2%", limit: "5%", window: "121s", samples: 1_204 };
  const told = rolledBackEvent(on(canary), verdict, MOMENT);
  expect(told).toMatchObject({ kind: "rolled-back", version: "2", to: "1", share: 500, evidence });
  expect(eventSchema.safeParse({ ...told, environment: ENVIRONMENT }).success).toBe(true);
  const bad = heldEvent(on(canary), { ...verdict, outcome: "inconclusive", because: "both-bad" }, MOMENT);
  expect(bad).toMatchObject({ kind: "both-colors-bad", evidence });
  expect(heldEvent(on(canary), { ...verdict, because: "missing" }, MOMENT)).toMatchObject({
    ...{ kind: "inconclusive-hold", rule: "errors", problem: "7.2% of errors" },
  });
});
