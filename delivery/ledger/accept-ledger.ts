import { olderEdge } from "../../edge/older-edge.ts";
import { findEdge } from "../../edge/running-edge.ts";
import { withSession } from "../../edge/with-session.ts";
import type { Change } from "../../model/change.ts";
import type { StackHost } from "../../model/hosts.ts";
import type { LedgerHead, LedgerState } from "../../model/ledger-state.ts";
import type { StackId } from "../../model/names.ts";
import { hostStore, NO_SERVICE } from "./host-store.ts";
import { verifyChain } from "./verify-chain.ts";

export interface AcceptRequest {
  id: StackId;
  host: StackHost;
  /** Who goes on, and why. */
  change: Change;
}

type Break = NonNullable<LedgerState["broken"]>;

export interface Accepted {
  /** The first of all breaks. */
  broken: Break;
  head: LedgerHead;
}

/**
 * Goes on with a ledger that is not what was written: releases may begin again. Null where nothing is wrong with it. Throws an
 * InputError where the edge is missing, stopped or too old.
 */
export async function acceptLedger({ id, host, change }: AcceptRequest): Promise<Accepted | null> {
  const store = hostStore([host], id);
  // A last line that was not written to its end is repaired by the next entry: that takes nobody's word.
  const [found] = verifyChain(await store.read()).breaks.filter(({ kind }) => kind !== "torn");
  const broken = found === undefined ? await knownToEdge(host, id) : { entry: found.number, text: found.problem };
  if (broken === null) return null;
  const head = await store.append({ kind: "accepted", broken: broken.entry, problem: broken.text, change });
  if (head === null) throw olderEdge(id);
  return { broken, head };
}

/** What has the edge refuse releases, which must have a way out whatever it is. */
async function knownToEdge(host: StackHost, id: StackId): Promise<Break | null> {
  return await withSession(await findEdge({ host: host.address, ...id }), NO_SERVICE, async (session) => {
    const { ledger } = await session.readEdge();
    if (ledger === null) throw olderEdge(id);
    return ledger.broken;
  });
}
