import type { LedgerStore } from "../../../delivery/ledger/store.ts";
import { headOf, splitLedger, readLines, type Head, type LedgerText } from "../../../delivery/ledger/ledger-text.ts";
import { NO_ENTRY, type Entry, type Facts, type SwitchFacts } from "../../../model/ledger.ts";

type Unlinked<T> = T extends Entry ? Omit<T, "number" | "previous" | "at"> : never;

/** A ledger in memory, which tests write as the edge does, and damage as nobody should. */
export class MemoryStore implements LedgerStore {
  /** As it would stand in its files. */
  text = "";
  /** Clock of the next entry; a minute goes by with each. */
  at = Date.UTC(2026, 10, 30, 12, 0);

  async read(): Promise<LedgerText> {
    return splitLedger(this.text);
  }

  async head(): Promise<Head | null> {
    return headOf(readLines(splitLedger(this.text).lines));
  }

  async append(facts: Facts): Promise<Head> {
    return this.write(facts);
  }

  /** Writes an entry of any kind. */
  write(facts: Facts | SwitchFacts | Unlinked<Entry>): Head {
    const { lines, torn } = splitLedger(this.text);
    if (torn !== null) {
      this.text = lines.map((line) => `${line}\n`).join("");
      this.write({ kind: "repaired", torn });
    }
    const head = headOf(readLines(splitLedger(this.text).lines));
    const links = { number: (head?.number ?? 0) + 1, previous: head?.hash ?? NO_ENTRY, at: this.at };
    this.at += 60_000;
    this.text += `${JSON.stringify({ ...links, ...facts })}\n`;
    return headOf(readLines(splitLedger(this.text).lines)) ?? { number: 0, hash: NO_ENTRY };
  }

  get lines(): string[] {
    return [...splitLedger(this.text).lines];
  }

  set lines(lines: readonly string[]) {
    this.text = lines.map((line) => `${line}\n`).join("");
  }
}
