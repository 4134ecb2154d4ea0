import type { Change } from "../../model/change.ts";
import type { LedgerHead, LedgerState } from "../../model/ledger-state.ts";
import type { LedgerStore } from "./store.ts";
import { verifyChain } from "./verify-chain.ts";

export type Break = NonNullable<LedgerState["broken"]>;

export interface AcceptRequest {
  store: LedgerStore;
  /** What has releases refused although the lines show nothing: they must have a way out whatever it is. Null for nothing. */
  known: () => Promise<Break | null>;
  /** Who goes on, and why. */
  change: Change;
}

export interface Accepted {
  /** The first of all breaks. */
  broken: Break;
  head: LedgerHead;
}

/** Goes on with a ledger that is not what was written: releases may begin again. Null where nothing is wrong with it. */
export async function acceptLedger({ store, known, change }: AcceptRequest): Promise<Accepted | null> {
  // A last line that was not written to its end is repaired by the next entry: that takes nobody's word.
  const [found] = verifyChain(await store.read()).breaks.filter(({ kind }) => kind !== "torn");
  const broken = found === undefined ? await known() : { entry: found.number, text: found.problem };
  if (broken === null) return null;
  const head = await store.append({ kind: "accepted", broken: broken.entry, problem: broken.text, change });
  if (head === null) throw new Error("a ledger takes every entry but a `verified`");
  return { broken, head };
}
