import { connectHosts } from "../../docker/connect.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import { onlyHost, type StackHost } from "../../model/hosts.ts";
import type { StackId } from "../../model/names.ts";
import { headOf, splitLedger, readLines } from "./ledger-text.ts";
import type { LedgerStore } from "./store.ts";

/** The ledger of a stack on its host: read also where the edge does not run, or is gone and has left its volume. */
export function hostStore(hosts: readonly StackHost[], id: StackId): Omit<LedgerStore, "append"> {
  const read = async () => {
    const { docker } = onlyHost(connectHosts(hosts), "reading a ledger");
    return splitLedger(await haproxy.readLedger(docker, id));
  };
  return { read, head: async () => headOf(readLines((await read()).lines)) };
}
