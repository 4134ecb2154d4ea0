import { expect, test } from "vitest";
import { agentTrouble } from "../../../model/agent-trouble.ts";

const AGENT = { ...{ id: "a", state: "running", restarts: 0 }, ...{ version: "0.1.0", lastBeat: 1, silentMs: 0 } };

test.each([
  ["running", 20_000, undefined],
  ["running", 20_001, "has said nothing for 20s"],
  ["running", 3_600_000, "has said nothing for 1h"],
  ["running", null, undefined],
  ["restarting", 0, "is restarting"],
])("an agent that is %s and silent for %j ms: %j", (state, silentMs, trouble) => {
  expect(agentTrouble({ ...AGENT, state, silentMs })).toBe(trouble);
});
