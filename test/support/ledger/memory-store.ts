import { headOf, readLines, splitLedger, type Head, type LedgerText } from "../../../delivery/ledger/ledger-text.ts";
import { nextLines } from "../../../delivery/ledger/next-lines.ts";
import { tellStories } from "../../../delivery/ledger/releases.ts";
import type { LedgerStore } from "../../../delivery/ledger/store.ts";
import type { Entry, Facts, SwitchFacts } from "../../../model/ledger.ts";
import type { LedgerHead } from "../../../model/ledger-state.ts";

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
    return headOf(readLines(this.lines));
  }

  async append(facts: Facts): Promise<LedgerHead | null> {
    if (facts.kind === "verified" && !this.#isOpen(facts)) return null;
    return { ...this.write(facts), waits: false };
  }

  /** Writes an entry of any kind. */
  write(facts: Facts | SwitchFacts | Unlinked<Entry>): Head {
    const written = splitLedger(this.text);
    const { lines, head } = nextLines(written, facts, this.at);
    this.lines = [...written.lines, ...lines];
    this.at += 60_000;
    return head;
  }

  get lines(): string[] {
    return [...splitLedger(this.text).lines];
  }

  set lines(lines: readonly string[]) {
    this.text = lines.map((line) => `${line}\n`).join("");
  }

  #isOpen({ service, generation }: { service: string; generation: number }): boolean {
    return tellStories(readLines(this.lines)).some(
      (story) => story.service === service && story.generation === generation && story.end.how === "open",
    );
  }
}
