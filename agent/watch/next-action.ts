import { renderShare } from "../../model/canary.ts";
import type { CanaryState } from "../../model/canary-state.ts";
import { durationMs, renderDuration } from "../../model/duration.ts";
import type { Guard } from "../../model/guard.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import { leaveCanary } from "../../plan/canary-steps.ts";
import { decide } from "../guard/decide.ts";
import type { Progress } from "./progress.ts";

/** What a look at a service comes to. */
export type Action =
  | { do: "nothing" }
  /** It has what it needs to go on, and may not: nobody knows enough. */
  | { do: "hold"; why: GuardVerdict }
  /** Its time is over, and it was asked for too little. */
  | { do: "await-requests"; text: string }
  | { do: "step"; reason: string }
  | { do: "back"; why: GuardVerdict }
  /** Nothing has watched it for long, and its clients were to go back then. */
  | { do: "leave"; canary: CanaryState }
  /** The time after the switch is over. */
  | { do: "end" };

export interface Situation {
  /** Undefined where the color has all traffic. */
  canary: CanaryState | undefined;
  progress: Progress;
  /** Undefined where no guard is declared. */
  guard: Guard | undefined;
  verdicts: readonly GuardVerdict[];
  /** How long nobody had watched before this look, in ms. */
  silentMs: number;
  /** Unix time in ms. */
  nowMs: number;
}

/** How long nothing may have watched a canary before its clients go back, where it says so. As in `images/edge`, for an edge that starts. */
const SILENT_MS = 5 * 60_000;

const NOTHING = { do: "nothing" } as const;

/**
 * What is to be done. A failure goes back at once, paused or not. What nobody can tell yet is waited for to the end of the step, or of
 * the time after the switch, and then does what the guard says.
 */
export function nextAction(situation: Situation): Action {
  const { canary, guard, verdicts, progress, silentMs } = situation;
  if (progress.isOver) return NOTHING;
  if (canary?.ifSilent === "stable" && canary.share > 0 && silentMs >= SILENT_MS) {
    return { do: "leave", canary: leaveCanary(canary, situation.nowMs) };
  }
  const failed = verdicts.find(({ outcome }) => outcome === "fail");
  if (failed !== undefined) return { do: "back", why: failed };
  if (!isTimeOver(situation)) return NOTHING;
  const decision = guard === undefined ? "go-on" : decide(guard, verdicts);
  const why = verdicts.find(({ outcome }) => outcome === "inconclusive");
  if (decision === "back" && why !== undefined) return { do: "back", why };
  if (canary === undefined) return { do: "end" };
  if (decision !== "go-on") return why === undefined ? NOTHING : { do: "hold", why };
  const { answered } = progress;
  if (answered < canary.minSamples) {
    const text = `The new color has answered ${answered} of the ${canary.minSamples} requests that this step takes.`;
    return { do: "await-requests", text };
  }
  return { do: "step", reason: reasonOf(canary, progress) };
}

/** Whether a step has lasted as long as it is to, and waits for nobody; or the time after the switch has. */
export function isTimeOver({ canary, guard, progress }: Pick<Situation, "canary" | "guard" | "progress">): boolean {
  if (canary === undefined) return guard === undefined || progress.watchedMs >= durationMs(guard.for);
  const forMs = canary.steps[canary.step]?.forMs ?? null;
  return canary.paused === null && forMs !== null && progress.watchedMs >= forMs;
}

function reasonOf({ share, steps, step }: CanaryState, { answered }: Progress): string {
  return `${renderShare(share)} for ${renderDuration(steps[step]?.forMs ?? 0)}, ${answered} requests answered`;
}
