import { expect, test } from "vitest";
import { JsonDisplay } from "../../../../cli/display/json-display.ts";
import type { EngineEvent, StepInfo } from "../../../../engine/events.ts";

const step = (op: StepInfo["op"]): StepInfo => ({ op, urn: "u", type: "t", name: "n", changes: [] });

function printed(...events: EngineEvent[]): unknown[] {
  let text = "";
  const display = new JsonDisplay((part) => (text += part));
  for (const event of events) display.event(event);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}

test("leaves out resources that stay as they are, and what is for developers", () => {
  const changed: EngineEvent = { type: "step-done", step: step("update"), elapsedMs: 1 };
  expect(
    printed(
      { type: "step-started", step: step("same") },
      { type: "step-done", step: step("same"), elapsedMs: 1 },
      { type: "diagnostic", severity: "debug", message: "x", ephemeral: false },
      changed,
      { type: "summary", changes: { same: 1, update: 1 }, elapsedMs: 1 },
    ),
  ).toEqual([changed, { type: "summary", changes: { same: 1, update: 1 }, elapsedMs: 1 }]);
});

test("tells of what a pack judged the numbers, and violations whole", () => {
  const violation: EngineEvent = { type: "policy", pack: "p", rule: "r", level: "mandatory", message: "m", urn: "u" };
  const judged: EngineEvent = {
    ...{ type: "judged", pack: "p", packVersion: "1", urn: "u", passed: ["a", "b"] },
    notApplicable: { c: "Judges resources of other types" },
  };
  expect(printed(violation, judged)).toEqual([
    violation,
    { type: "judged", pack: "p", packVersion: "1", urn: "u", passed: 2, notApplicable: 1 },
  ]);
});
