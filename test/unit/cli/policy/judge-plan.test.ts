import { expect, it, test } from "vitest";
import { judgePlan } from "../../../../cli/policy/judge-plan.ts";
import type { StepInfo, StepOp } from "../../../../engine/events.ts";
import { settingsSchema } from "../../../../policy/settings.ts";
import { observed, steady } from "../../edge/observed.ts";
import { underWay } from "../../plan/under-way.ts";

const step = (op: StepOp, type: string, name: string): StepInfo => ({
  op,
  type,
  name,
  urn: `${type}::${name}`,
  changes: [],
});
const replaced = (color: string) => step("replace", "docker:index/container:Container", `shop-${color}-0`);
const aborts = (op: StepOp) => step(op, "command:local:Command", "shop-canary-abort");
const refused = (steps: readonly StepInfo[], seen = underWay()) =>
  judgePlan(steps, {
    ...{ stack: "prod", configs: {}, observed: seen, settings: settingsSchema.parse({}), today: "2026-11-30" },
  }).flatMap(({ violations, resource }) => (violations.length === 0 ? [] : [resource.name]));

const BOTH = [replaced("blue"), replaced("green")];

it("refuses to replace either color while a canary is under way", () => {
  expect(refused(BOTH)).toEqual(["shop-blue-0", "shop-green-0"]);
  expect(refused([aborts("same"), ...BOTH])).toEqual(["shop-blue-0", "shop-green-0"]);
});

test.each(["create", "update"] as const)(
  "lets the canary's color go that a step ends before (%s), and no other",
  (op) => {
    expect(refused([aborts(op), ...BOTH])).toEqual(["shop-blue-0"]);
  },
);

it("lets it go where a run was killed on the way back", () => {
  const killed = observed(steady({ workers: ["green"] }));
  expect(refused(BOTH, killed)).toEqual(["shop-blue-0", "shop-green-0"]);
  expect(refused([aborts("update"), ...BOTH], killed)).toEqual(["shop-blue-0"]);
});

it("takes no such step for the end of what has all clients", () => {
  expect(refused([aborts("create"), ...BOTH], observed())).toEqual(["shop-blue-0"]);
});
