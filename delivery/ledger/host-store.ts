import { connectDocker } from "../../docker/connect.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import { findEdge } from "../../edge/running-edge.ts";
import { withSession } from "../../edge/with-session.ts";
import { onlyHost, type StackHost } from "../../model/hosts.ts";
import type { StackId } from "../../model/names.ts";
import { headOf, readLines, splitLedger } from "./ledger-text.ts";
import type { LedgerStore } from "./store.ts";

/** A session of the edge is about one service; no service is called like that. */
export const NO_SERVICE = "-";

/**
 * The ledger of a stack on its host. It is read also where the edge does not run, or is gone and has left its volume; only a running
 * edge writes.
 */
export function hostStore(hosts: readonly StackHost[], id: StackId): LedgerStore {
  const { address } = onlyHost(hosts, "reading a ledger");
  const read = async () => splitLedger(await haproxy.readLedger(connectDocker(address), id));
  return {
    read,
    head: async () => headOf(readLines((await read()).lines)),
    append: async (facts) => {
      const edge = await findEdge({ host: address, ...id });
      return await withSession(edge, "service" in facts ? facts.service : NO_SERVICE, (session) => session.note(facts));
    },
  };
}
