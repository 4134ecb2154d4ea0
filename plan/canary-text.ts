import { renderShare } from "../model/canary.ts";
import type { CanaryState } from "../model/canary-state.ts";
import type { Color } from "../model/color.ts";
import { renderDuration } from "../model/duration.ts";

/** `green has 5% of the clients, blue the others; 30% next, in 8m`; `now` is Unix time in milliseconds. */
export function canaryText(canary: CanaryState, active: Color, now: number): string {
  const { from, share, steps, step } = canary;
  const next = steps[step + 1];
  const split = `${active} has ${renderShare(share)} of the clients, ${from} the others`;
  return next === undefined ? split : `${split}; ${renderShare(next.share)} next, ${whenText(canary, now)}`;
}

function whenText({ steps, step, since, paused }: CanaryState, now: number): string {
  if (paused !== null) return `paused by ${paused.by} (${JSON.stringify(paused.reason)})`;
  const forMs = steps[step]?.forMs ?? null;
  if (forMs === null) return "once somebody promotes it";
  const leftMs = since + forMs - now;
  return leftMs <= 0
    ? "as soon as enough requests were answered"
    : `in ${renderDuration(Math.ceil(leftMs / 1000) * 1000)}`;
}
