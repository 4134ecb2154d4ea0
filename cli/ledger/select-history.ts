import { actsOf, type Act } from "../../delivery/ledger/acts.ts";
import type { Story } from "../../delivery/ledger/releases.ts";
import type { ReadLedger } from "./read-ledger.ts";

export interface HistoryScope {
  /** Of this service only. */
  service?: string;
  /** How many releases at most. */
  limit: number;
}

/** What a history shows, newest first. */
export interface History {
  releases: readonly Story[];
  /** All that persons did since the oldest of these releases; since ever, where no release is left out. */
  acts: readonly Act[];
  /** How many releases there are, those beyond the limit included. */
  total: number;
}

export function selectHistory(
  { stories, check }: Pick<ReadLedger, "stories" | "check">,
  { service, limit }: HistoryScope,
): History {
  const fitting = stories.filter((story) => service === undefined || story.service === service).toReversed();
  const releases = fitting.slice(0, limit);
  const oldest = fitting.length > limit ? (releases.at(-1)?.first.entry.number ?? 0) : 0;
  const acts = actsOf(check.lines).filter(({ entry }) => entry.number > oldest && isAbout(entry, service));
  return { releases, acts: acts.toReversed(), total: fitting.length };
}

/** What is about the ledger itself is about no service. */
function isAbout(entry: Act["entry"], service: string | undefined): boolean {
  return service === undefined || (entry.kind !== "accepted" && entry.service === service);
}
