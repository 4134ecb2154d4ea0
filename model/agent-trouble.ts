import { renderDuration } from "./duration.ts";
import type { ObservedAgent } from "./observed.ts";

/** Four beats that did not come. */
export const AGENT_SILENT_MS = 20_000;

/** What lets an agent go on that somebody has frozen, which no run does; undefined where it is not. */
export function thawing({ state }: Pick<ObservedAgent, "state">): string | undefined {
  return state === "paused" ? "`docker unpause` of its container lets it go on" : undefined;
}

/** What is wrong with an agent, in words that follow its name; undefined where nothing is. */
export function agentTrouble({ state, silentMs }: ObservedAgent): string | undefined {
  if (state !== "running") return `is ${state}`;
  if (silentMs === null || silentMs <= AGENT_SILENT_MS) return undefined;
  return `has said nothing for ${renderDuration(Math.floor(silentMs / 1000) * 1000)}`;
}
