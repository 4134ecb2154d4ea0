import { BUCKET_BOUNDS_MS } from "../../edge/counts.ts";

/** In the place of a figure that there is not. */
export const NONE = "–";
const SLOWEST_MS = BUCKET_BOUNDS_MS[BUCKET_BOUNDS_MS.length - 1] ?? 0;

/** `3.4 ms`, `120 ms`, `1.25 s`; `≥ 30 s` where it is known to be no more than that. */
export function latencyText(ms: number | null): string {
  if (ms === null) return NONE;
  if (ms >= SLOWEST_MS) return `≥ ${SLOWEST_MS / 1000} s`;
  if (ms >= 999.5) return `${(ms / 1000).toFixed(2)} s`;
  return ms < 9.95 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

/** `0 %`, `0.25 %`, `12.5 %`; a share that is not 0 never looks like it. */
export function shareText(share: number | null): string {
  if (share === null) return NONE;
  if (share === 0) return "0 %";
  if (share < 0.0001) return "< 0.01 %";
  return `${(share * 100).toFixed(share < 0.01 ? 2 : 1)} %`;
}

/** `0`, `0.5`, `118.2`, `12345`. */
export function rateText(perSecond: number): string {
  return perSecond === 0 || perSecond >= 1000 ? String(Math.round(perSecond)) : perSecond.toFixed(1);
}

/** `55 of 256`; `55` where there is no limit. */
export function usedText({ used, limit }: { used: number; limit: number | null }): string {
  return limit === null ? String(used) : `${used} of ${limit}`;
}

/** How long it has been: `42 s`, `12 min`, `3 h`. */
export function watchedText(ms: number): string {
  if (ms < 100_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 100 * 60_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
