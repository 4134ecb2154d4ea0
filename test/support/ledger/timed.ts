import { readLines, type LedgerLine } from "../../../delivery/ledger/ledger-text.ts";
import { MemoryStore } from "./memory-store.ts";

/** When the ledgers of {@link timed} begin to count. */
export const START = Date.UTC(2026, 10, 1);
export const MINUTE = 60_000;
export const DAY = 1440 * MINUTE;

/** What an entry says, and how many minutes after {@link START} it was written. */
export type TimedFacts = readonly [minute: number, facts: Parameters<MemoryStore["write"]>[0]];

/** A ledger of entries written at given times. */
export function timed(...entries: readonly TimedFacts[]): LedgerLine[] {
  const store = new MemoryStore();
  for (const [minute, facts] of entries) {
    store.at = START + minute * MINUTE;
    store.write(facts);
  }
  return readLines(store.lines);
}
