import { renderShare, renderShares } from "../../model/canary.ts";
import type { CanaryState } from "../../model/canary-state.ts";

/** What a switch has moved: `5% of the clients`, or `traffic` where it is all of it. */
export function whose(canary: CanaryState | null): string {
  return canary === null ? "traffic" : `${renderShare(canary.share)} of the clients`;
}

/** `; 30%, 100% follow`; nothing where all of it has moved. */
export function followedBy(canary: CanaryState | null): string {
  return canary === null ? "" : `; ${renderShares(canary.steps.slice(canary.step + 1))} follow`;
}
