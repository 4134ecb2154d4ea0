import type Docker from "dockerode";
import type { ObservedAgent } from "../model/observed.ts";
import type { EdgeMemory } from "./proxy.ts";

/** An agent's container, with what the edge has heard of it. One that has just been started is silent since then, not longer. */
export function describeAgent(container: Docker.ContainerInspectInfo, heard: EdgeMemory["agent"]): ObservedAgent {
  const { Status, StartedAt } = container.State;
  const beat = heard?.beat ?? null;
  const since = Math.max(Date.parse(StartedAt), beat?.at ?? 0);
  return {
    id: container.Id,
    state: Status,
    restarts: container.RestartCount,
    version: beat?.version ?? null,
    lastBeat: beat?.at ?? null,
    silentMs: heard === undefined ? null : Math.max(0, heard.now - since),
    standstills: beat?.standstills ?? {},
    verdicts: beat?.verdicts ?? {},
  };
}
