import { olderEdge } from "../../edge/older-edge.ts";
import { findEdge } from "../../edge/running-edge.ts";
import { withSession } from "../../edge/with-session.ts";
import type { Change } from "../../model/change.ts";
import type { StackHost } from "../../model/hosts.ts";
import type { StackId } from "../../model/names.ts";
import { acceptLedger, type Accepted, type Break } from "./accept-ledger.ts";
import { hostStore, NO_SERVICE } from "./host-store.ts";
import type { LedgerStore } from "./store.ts";

/** {@link acceptLedger} of a host's. Throws an InputError where the edge is missing, stopped or too old. */
export async function acceptOnHost(host: StackHost, id: StackId, change: Change): Promise<Accepted | null> {
  const kept = hostStore([host], id);
  const store: LedgerStore = {
    ...kept,
    append: async (facts) => {
      const head = await kept.append(facts);
      if (head === null) throw olderEdge(id);
      return head;
    },
  };
  return await acceptLedger({ store, known: () => knownToEdge(host, id), change });
}

async function knownToEdge(host: StackHost, id: StackId): Promise<Break | null> {
  return await withSession(await findEdge({ host: host.address, ...id }), NO_SERVICE, async (session) => {
    const { ledger } = await session.readEdge();
    if (ledger === null) throw olderEdge(id);
    return ledger.broken;
  });
}
