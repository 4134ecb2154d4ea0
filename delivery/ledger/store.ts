import type { Facts } from "../../model/ledger.ts";
import type { LedgerHead } from "../../model/ledger-state.ts";
import type { Head, LedgerText } from "./ledger-text.ts";

/**
 * Where a stack's ledger lies. Lines are only ever added to it, each linked to the one before, and read as they were written. Every
 * store passes the tests of `test/support/ledger/store-contract.ts`.
 */
export interface LedgerStore {
  /** All of it, oldest first, no line older than this call left out. Nothing is proved of it. Throws an InputError where it cannot be read. */
  read(): Promise<LedgerText>;
  /** The last entry; null where there is none. */
  head(): Promise<Head | null>;
  /**
   * Writes an entry behind the last line, whatever is wrong with those before, and returns the new head; null for a `verified` of no
   * switch that is open. What stands in a torn last line goes into an entry before it. Throws an InputError where nothing can be
   * written.
   */
  append(facts: Facts): Promise<LedgerHead | null>;
}
