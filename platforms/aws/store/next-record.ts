import type { Switch } from "../../../edge/session.ts";
import type { EdgeRecord } from "../../../model/record.ts";

/** The parts of a switch that a record follows. */
export type RecordSwitch = Pick<
  Switch,
  "service" | "active" | "generation" | "sealed" | "hold" | "reviews" | "movedWith" | "facts"
>;

/**
 * The record of a service after a switch. What is left out stays as it is; a move to another color ends a canary, and the release whose canary
 * did not come to its end is remembered.
 */
export function nextRecord(before: EdgeRecord | null, made: RecordSwitch): EdgeRecord {
  const { service, active, generation, sealed, facts } = made;
  const { canary, hold, reviews, movedWith, ...kept } = before ?? { service, config: null };
  const isMoved = before?.active !== active;
  const left = canary !== undefined && before?.active != null ? before.sealed[before.active]?.hash : undefined;
  const after = {
    hold: made.hold === undefined ? hold : made.hold,
    reviews: made.reviews ?? reviews,
    movedWith: made.movedWith === undefined ? movedWith : made.movedWith,
  };
  return {
    ...kept,
    ...{ active, generation, sealed },
    ...(canary === undefined || isMoved ? {} : { canary }),
    ...(isMoved && left !== undefined ? { unproved: left } : {}),
    ...(facts === undefined ? {} : { purpose: facts.purpose }),
    ...(after.hold == null ? {} : { hold: after.hold }),
    ...(after.reviews === undefined ? {} : { reviews: [...after.reviews] }),
    ...(after.movedWith == null ? {} : { movedWith: after.movedWith }),
  };
}
