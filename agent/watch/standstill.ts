import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { EdgeRecord } from "../../model/record.ts";
import type { Standstill } from "../../model/standstill.ts";
import { shownText } from "../../model/shown-text.ts";

/** What keeps a release from going on, or back. */
export type Obstacle = Pick<Standstill, "because" | "rule" | "text">;

const MAX_TEXT = 240;

/** A release that stands still after a look: for as long as it did before where nothing was moved meanwhile. */
export function standStill(
  before: Standstill | undefined,
  { generation, canary }: EdgeRecord,
  { because, rule, text }: Obstacle,
  nowMs: number,
): Standstill {
  const revision = canary?.revision ?? 0;
  const isSame = before?.generation === generation && before.revision === revision;
  const since = isSame ? before.since : nowMs;
  return { generation, revision, since, because, rule, text: shownText(text, MAX_TEXT) };
}

/** What keeps a release that has no verdict to go on. */
export function withoutVerdict({ because, rule, text }: GuardVerdict): Obstacle {
  return { because: because ?? "missing", rule, text };
}
