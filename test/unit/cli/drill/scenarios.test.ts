import { describe, expect, it } from "vitest";
import type { Stage } from "../../../../cli/drill/scenario.ts";
import { SCENARIO_NAMES } from "../../../../model/drills.ts";
import { SCENARIOS } from "../../../../cli/drill/scenarios/all.ts";

/** As much of a stage as a scenario looks at before it says whether it can be practised. */
function stage({ replicas = 2, agent = null, restartEngine = null, record = {} }: Record<string, unknown>): Stage {
  const all = Array.from({ length: Number(replicas) }, () => ({ color: "blue" }));
  const observed = { agent, services: { shop: { record, replicas: [...all, { color: "green" }] } } };
  return { observed, restartEngine, before: { service: "shop", active: "blue" } } as unknown as Stage; // the rest is not asked
}

const WELL = { state: "running", silentMs: 4_000 };
const HELD = "version 2 is held, which the drill's own hold would end";

describe("a scenario", () => {
  it.each(SCENARIO_NAMES)("is called as it is chosen, and says what it does: %s", (name) => {
    expect(SCENARIOS[name].name).toBe(name);
    expect(SCENARIOS[name].does).toMatch(/^[A-Z].*\. It is back when .*\.$/);
  });

  it.each([
    ["replica-killed", { replicas: 1 }, "blue has one replica only: there is no other to take its requests"],
    ["agent-killed", {}, "the stack has no agent"],
    ["agent-killed", { agent: { state: "exited" } }, "its agent is exited"],
    ["agent-killed", { agent: { state: "running", silentMs: 30_000 } }, "its agent has said nothing for 30s"],
    ["errors", {}, "the stack has no agent"],
    ["canary-killed", { agent: { state: "exited" } }, "its agent is exited"],
    ["slow-leak", { agent: WELL, record: { hold: { version: "2" } } }, HELD],
    ["engine-restarted", {}, "--restart-engine COMMAND does not say how its engine is started again"],
    ["rollback-by-hand", { record: { hold: { version: "2" } } }, HELD],
    [
      "rollback-by-hand",
      { record: { movedWith: { group: "all" } } },
      "its last switch moved other services together with it",
    ],
  ] as const)("says why it cannot be practised: %s, %o", async (name, seen, why) => {
    expect(await SCENARIOS[name].whyNot(stage(seen))).toBe(why);
  });

  it.each([
    ["replica-killed", { replicas: 2 }],
    ["agent-killed", { agent: WELL }],
    ["engine-restarted", { restartEngine: "systemctl restart docker" }],
    ["edge-killed", {}],
    ["edge-restarted", {}],
  ] as const)("can be practised: %s, %o", async (name, seen) => {
    expect(await SCENARIOS[name].whyNot(stage(seen))).toBeUndefined();
  });
});
