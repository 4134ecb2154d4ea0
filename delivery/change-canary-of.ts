import { canaryShift } from "../edge/canary-shift.ts";
import type { Session, Switched } from "../edge/session.ts";
import { unfitForMore } from "../edge/unfit-for-more.ts";
import { renderShare } from "../model/canary.ts";
import type { CanaryState } from "../model/canary-state.ts";
import { otherColor } from "../model/color.ts";
import { BusyError, InputError } from "../model/errors.ts";
import type { EdgeRecord, ServicePart } from "../model/record.ts";
import { nextStep, pauseCanary, resumeCanary } from "../plan/canary-steps.ts";

/** What a person has a canary do. */
export type CanaryAction = "pause" | "resume" | "promote";

export interface CanaryChange {
  service: string;
  action: CanaryAction;
  /** Leaves all steps out, where it is promoted. */
  full: boolean;
  /** Who does it, and why. */
  by: string;
  reason: string;
}

/** A canary that was changed. */
export interface ChangedCanary {
  /** What was remembered before. */
  record: EdgeRecord & { canary: CanaryState };
  /** Null where all clients have gone over. */
  canary: CanaryState | null;
  switched: Switched;
}

/** What has its traffic moved, on any platform. */
interface Shifting extends Pick<Session, "readSlots" | "shift"> {
  look(): Promise<{ record: EdgeRecord | null; part: Pick<ServicePart, "replicas"> | null }>;
}

const WORDS = { pause: "paused", resume: "resumed", promote: "promoted" } as const;

/**
 * Has a canary wait, go on, or go to its next step. Throws an InputError where none is under way, or it is as it is to be already, and
 * a BusyError where somebody else has changed it meanwhile.
 */
export async function changeCanaryOf(session: Shifting, change: CanaryChange): Promise<ChangedCanary> {
  const { service, action, by, reason } = change;
  const { record, part } = await session.look();
  const canary = record?.canary;
  if (record === null || canary === undefined)
    throw new InputError(`${service}: no canary is under way. Nothing was changed.`);
  const next = stateAfter(change, canary);
  const color = otherColor(canary.from);
  const problem = action === "promote" ? await unfitForMore(session, color, part?.replicas ?? 1) : undefined;
  if (problem !== undefined) {
    throw new InputError(
      `${service}: ${problem} Nothing was changed: mend them, or go back with \`tidegate canary abort\`.`,
    );
  }
  const switched = await session.shift(canaryShift(record, next, { action: WORDS[action], by, reason }));
  if ("revision" in switched) {
    throw new BusyError(
      `${service}: its canary was changed at the same moment. Look at \`tidegate canary status\`, then run again.`,
    );
  }
  return { record: { ...record, canary }, canary: next, switched };
}

function stateAfter({ service, action, full, by, reason }: CanaryChange, canary: CanaryState): CanaryState | null {
  const now = Date.now();
  const isPaused = canary.paused !== null;
  switch (action) {
    case "pause":
      if (isPaused) throw new InputError(`${service}: its canary is paused already, at ${renderShare(canary.share)}.`);
      return pauseCanary(canary, { by, reason }, now);
    case "resume":
      if (!isPaused)
        throw new InputError(`${service}: its canary is not paused. \`tidegate canary promote\` leaves a step out.`);
      return resumeCanary(canary, now);
    case "promote":
      return full ? null : nextStep(canary, now);
  }
}
