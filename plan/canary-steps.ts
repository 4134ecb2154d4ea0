import { parseSteps, type Canary } from "../model/canary.ts";
import type { CanaryState } from "../model/canary-state.ts";
import type { Color } from "../model/color.ts";

/** Who has a canary wait, and why. */
type Pause = Omit<NonNullable<CanaryState["paused"]>, "at">;

/** A release that gets its first share of the clients; null where all of them are its first share. `now` is Unix time in ms. */
export function beginCanary(
  { steps: text, minSamples, ifSilent }: Canary,
  { from, replicas, now }: { from: Color; replicas: number; now: number },
): CanaryState | null {
  const steps = parseSteps(text, replicas);
  const [first, ...others] = steps;
  if (first === undefined || others.length === 0) return null;
  const { share } = first;
  return {
    ...{ from, share, revision: 1, step: 0, steps, since: now, began: now },
    ...{ minSamples, ifSilent, paused: null },
  };
}

/** The next step of a canary; null where it is the last one, which is no canary any more. A pause ends with it. */
export function nextStep(canary: CanaryState, now: number): CanaryState | null {
  const step = canary.step + 1;
  const { share } = canary.steps[step] ?? {};
  if (share === undefined || step === canary.steps.length - 1) return null;
  return { ...canary, share, step, since: now, revision: canary.revision + 1, paused: null };
}

/** A canary that waits until somebody resumes or promotes it. */
export function pauseCanary(canary: CanaryState, pause: Pause, now: number): CanaryState {
  return { ...canary, revision: canary.revision + 1, paused: { ...pause, at: now } };
}

/** A canary that goes on by itself. Its step begins again: what came while it waited proves nothing of it. */
export function resumeCanary(canary: CanaryState, now: number): CanaryState {
  const share = canary.steps[canary.step]?.share ?? canary.share;
  return { ...canary, share, since: now, revision: canary.revision + 1, paused: null };
}

/** A canary whose clients went back because nothing watched them. It waits for a person. */
export function leaveCanary(canary: CanaryState, now: number): CanaryState {
  const pause = { by: "agent", reason: "nothing watched it for five minutes" };
  return { ...pauseCanary(canary, pause, now), share: 0 };
}
