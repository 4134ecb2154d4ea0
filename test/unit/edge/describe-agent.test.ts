import type Docker from "dockerode";
import { expect, test } from "vitest";
import { describeAgent } from "../../../edge/describe-agent.ts";

const STARTED = Date.parse("2026-01-01T00:00:00Z");
const CONTAINER = {
  ...{ Id: "a", RestartCount: 2, State: { Status: "running", StartedAt: "2026-01-01T00:00:00Z" } },
} as Docker.ContainerInspectInfo; // all that is read of it
const beatAt = (at: number) => ({ version: "0.1.0", at, standstills: {}, verdicts: {} });

test.each([
  ["before it said anything, since its start", null, 7_000],
  ["since its last beat", beatAt(STARTED + 5_000), 2_000],
  ["since its start where the beat is one of the container before", beatAt(STARTED - 60_000), 7_000],
  ["not at all where the clock was set back", beatAt(STARTED + 9_000), 0],
])("is silent %s", (_when, beat, silentMs) => {
  const described = describeAgent(CONTAINER, { beat, now: STARTED + 7_000 });
  expect(described).toEqual({
    ...{ id: "a", state: "running", restarts: 2 },
    ...{ version: beat?.version ?? null, lastBeat: beat?.at ?? null, silentMs },
    ...{ standstills: {}, verdicts: {} },
  });
});

test("is silent for nobody knows how long where no edge tells", () => {
  expect(describeAgent(CONTAINER, undefined)).toMatchObject({ version: null, lastBeat: null, silentMs: null });
});
