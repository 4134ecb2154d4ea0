import { renderShare } from "../model/canary.ts";
import type { CanaryState } from "../model/canary-state.ts";
import type { Color } from "../model/color.ts";
import { renderDuration } from "../model/duration.ts";

/** What has to come before the next step of a canary: its time, requests, somebody who promotes or resumes it; or none comes. */
export const AWAITED_BY_CANARY = ["time", "requests", "promotion", "resumption", "nothing"] as const;
export type AwaitedByCanary = (typeof AWAITED_BY_CANARY)[number];

/** What a canary waits for; `now` is Unix time in milliseconds. */
export function awaitedBy({ steps, step, since, paused }: CanaryState, now: number): AwaitedByCanary {
  if (steps[step + 1] === undefined) return "nothing";
  if (paused !== null) return "resumption";
  const forMs = steps[step]?.forMs ?? null;
  if (forMs === null) return "promotion";
  return since + forMs > now ? "time" : "requests";
}

/** `green has 5% of the clients, blue the others; 30% next, in 8m`; `now` is Unix time in milliseconds. */
export function canaryText(canary: CanaryState, active: Color, now: number): string {
  const split = `${active} has ${renderShare(canary.share)} of the clients, ${canary.from} the others`;
  return [split, ...nextText(canary, now)].join("; ");
}

/** `30% next, in 8m`; nothing where no step comes. */
export function nextText(canary: CanaryState, now: number): string[] {
  const next = canary.steps[canary.step + 1];
  return next === undefined ? [] : [`${renderShare(next.share)} next, ${whenText(canary, now)}`];
}

function whenText(canary: CanaryState, now: number): string {
  const { steps, step, since, paused } = canary;
  if (paused !== null) return `paused by ${paused.by} (${JSON.stringify(paused.reason)})`;
  const awaited = awaitedBy(canary, now);
  if (awaited === "promotion") return "once somebody promotes it";
  if (awaited === "requests") return "as soon as enough was seen of it";
  const leftMs = since + (steps[step]?.forMs ?? 0) - now;
  return `in ${renderDuration(Math.ceil(leftMs / 1000) * 1000)}`;
}
