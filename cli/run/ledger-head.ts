import { newestHead, type LedgerHead } from "../../model/ledger-state.ts";
import type { Observed } from "../../model/observed.ts";
import type { Verdict } from "../../model/verdict.ts";

/** The last entry of the ledger that the edge's commands have written; null where they have written none. */
export function headOf(verdicts: readonly Verdict[]): LedgerHead | null {
  return newestHead(verdicts.flatMap(({ ledger }) => ledger ?? []));
}

/** The last entry of the ledger that was there, whoever wrote it; null where there was none, or nobody has looked. */
export function headSeen(observed: Pick<Observed, "hosts"> | undefined): LedgerHead | null {
  return newestHead((observed?.hosts ?? []).flatMap(({ edge }) => edge?.ledger?.head ?? []));
}
