import type { EntryOf } from "../../model/ledger.ts";
import type { LedgerLine } from "./ledger-text.ts";
import type { Recorded } from "./releases.ts";

const KINDS = ["hold-cleared", "reviewed", "accepted"] as const;

/** What a person did and said that moved no traffic: let a version come back, looked at a release, went on with a broken ledger. */
export type Act = Recorded<EntryOf<(typeof KINDS)[number]>>;

/** Every act that a ledger tells of, oldest first. */
export function actsOf(lines: readonly LedgerLine[]): Act[] {
  return lines.flatMap(({ entry, hash }) => (entry !== null && isAct(entry) ? [{ entry, hash }] : []));
}

function isAct(entry: NonNullable<LedgerLine["entry"]>): entry is Act["entry"] {
  return KINDS.some((kind) => kind === entry.kind);
}
