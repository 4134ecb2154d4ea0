import { tellStories, type Story } from "../../delivery/ledger/releases.ts";
import { verifyChain, type ChainCheck } from "../../delivery/ledger/verify-chain.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { StackOptions } from "../options.ts";
import { openLedger } from "./open-ledger.ts";

/** A stack's ledger, looked at. */
export interface ReadLedger {
  ref: StackRef;
  check: ChainCheck;
  /** Oldest first. */
  stories: readonly Story[];
}

/** Reads a stack's ledger; what cannot be proved or understood of it is said on standard error. */
export async function readLedger(options: StackOptions): Promise<ReadLedger> {
  const { ref, store } = await openLedger(options);
  const check = verifyChain(await store.read());
  const unknown = check.lines.filter(({ links, entry }) => links !== null && entry === null).length;
  const [broken] = check.breaks;
  if (broken !== undefined) {
    note(
      `from entry ${broken.number} on it cannot be proved: ${broken.problem}. See \`tidegate ledger verify -s ${ref.stack}\`.`,
    );
  }
  if (unknown > 0) {
    note(
      `${unknown} of ${check.lines.length} entries are of a newer version of tidegate, and left out here. Use that version.`,
    );
  }
  return { ref, check, stories: tellStories(check.lines) };
}

function note(text: string): void {
  process.stderr.write(`note: the ledger: ${text}\n`);
}
