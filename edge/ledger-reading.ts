import type { LedgerState } from "../model/ledger-state.ts";

/** How it stands with a ledger, and how old its last entry is. */
export interface LedgerReading extends LedgerState {
  /** When the last entry was written, Unix time in milliseconds; null where there is none. */
  at: number | null;
}
