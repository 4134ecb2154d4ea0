import type { Share } from "../../delivery/figures/share.ts";
import type { Spread } from "../../delivery/figures/spread.ts";
import { renderSeconds } from "../display/step-text.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What stands where a figure cannot be computed. */
export const NOT_KNOWN = "not known";

/** `340ms`, `4.2s`, `18m05s`, `3h05m`, `2d04h`. */
export function timeText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < HOUR_MS - 500) return renderSeconds(ms); // what rounds up to an hour is one
  const minutes = Math.round(ms / 60_000);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}h${twoDigits(minutes % 60)}m`;
  const hours = Math.round(ms / HOUR_MS);
  return `${Math.floor(hours / 24)}d${twoDigits(hours % 24)}h`;
}

/** `30 days` where it is whole days, else as {@link timeText}. */
export function periodText(ms: number): string {
  const days = ms / DAY_MS;
  return Number.isInteger(days) ? `${days} day${days === 1 ? "" : "s"}` : timeText(ms);
}

/** `33.3 %`. */
export function percentText({ ratio }: Share): string {
  return ratio === null ? NOT_KNOWN : `${shortNumber(ratio * 100)} %`;
}

/** `2`, `2.5`: one digit behind the point, where it is not 0. */
export function shortNumber(value: number): string {
  return value.toFixed(1).replace(/\.0$/, "");
}

export function medianText({ medianMs }: Spread): string {
  return medianMs === null ? NOT_KNOWN : timeText(medianMs);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
