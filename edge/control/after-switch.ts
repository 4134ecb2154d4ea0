import type { SwitchFacts } from "../../model/ledger.ts";
import type { AwaitedReview, EdgeRecord, Hold } from "../../model/record.ts";

/** A rollback holds what served until then; a release ends the hold of another one. */
export function holdAfter({ purpose, change, from }: SwitchFacts, record: EdgeRecord | null): { hold?: Hold | null } {
  if (purpose === "release") return record?.hold === undefined ? {} : { hold: null };
  if (purpose !== "rollback" || from === null) return {};
  const { version, color, hash } = from;
  return { hold: { version, color, hash, reason: change.reason, by: change.actor.name, at: Date.now() } };
}

/** What an emergency let through is to be looked at by somebody else. */
export function reviewsAfter(
  { purpose, change, to }: SwitchFacts,
  record: EdgeRecord | null,
): { reviews?: readonly AwaitedReview[] } {
  if (purpose !== "release" || change.emergency === null || to === null) return {};
  const { version, color, hash } = to;
  const awaited = { version, color, hash, reason: change.emergency, by: change.actor.name, at: Date.now() };
  return { reviews: [...(record?.reviews ?? []), awaited] };
}
