import type { Switch } from "../../../edge/session.ts";
import type { CanaryState } from "../../../model/canary-state.ts";
import type { EdgeRecord } from "../../../model/record.ts";

/** The parts of a switch that a record follows. */
export type RecordSwitch = Pick<
  Switch,
  "service" | "active" | "generation" | "sealed" | "hold" | "reviews" | "movedWith" | "canary" | "facts"
>;

/**
 * The record of a service after a switch. What is left out stays as it is; a move to another color ends the canary that there is, and the
 * release whose canary did not come to its end is remembered.
 */
export function nextRecord(before: EdgeRecord | null, made: RecordSwitch): EdgeRecord {
  const { service, active, generation, sealed, facts } = made;
  const { canary, hold, reviews, movedWith, ...kept } = before ?? { service, config: null };
  const isMoved = before?.active !== active;
  const goingOn = made.canary ?? (isMoved ? undefined : canary);
  const left = canary !== undefined && before?.active != null ? before.sealed[before.active]?.hash : undefined;
  const after = {
    hold: made.hold === undefined ? hold : made.hold,
    reviews: made.reviews ?? reviews,
    movedWith: made.movedWith === undefined ? movedWith : made.movedWith,
  };
  return {
    ...kept,
    ...{ active, generation, sealed },
    ...(goingOn === undefined ? {} : { canary: goingOn }),
    ...(isMoved && left !== undefined ? { unproved: left } : {}),
    ...(facts === undefined ? {} : { purpose: facts.purpose }),
    ...(after.hold == null ? {} : { hold: after.hold }),
    ...(after.reviews === undefined ? {} : { reviews: [...after.reviews] }),
    ...(after.movedWith == null ? {} : { movedWith: after.movedWith }),
  };
}

/** The record of a service after a change of its canary; null where the active color has all the traffic from then on. */
export function recordAfterShift(before: EdgeRecord, next: CanaryState | null): EdgeRecord {
  const { canary: _, unproved, ...kept } = before;
  const hash = before.active === null ? undefined : before.sealed[before.active]?.hash;
  const isProved = next === null && unproved === hash;
  return {
    ...kept,
    ...(next === null ? {} : { canary: next }),
    ...(unproved === undefined || isProved ? {} : { unproved }),
  };
}
