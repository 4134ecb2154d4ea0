import type { LedgerHead } from "../../model/ledger-state.ts";
import type { Verdict } from "../../model/verdict.ts";

/** The last entry of the ledger that the edge's commands have written; null where they have written none. */
export function headOf(verdicts: readonly Verdict[]): LedgerHead | null {
  const heads = verdicts.flatMap(({ ledger }) => ledger ?? []);
  return heads.toSorted((a, b) => b.number - a.number)[0] ?? null;
}

/** `ledger: entry 17, 3f9c…`: whoever keeps this line can prove later that nothing before it was changed. */
export function headLine({ number, hash, waits }: LedgerHead): string {
  const where = waits ? ", which waits in memory until the edge's disk has room" : "";
  return `ledger: entry ${number}, ${hash}${where}`;
}
