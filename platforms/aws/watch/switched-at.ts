import { readLines } from "../../../delivery/ledger/ledger-text.ts";
import type { LedgerStore } from "../../../delivery/ledger/store.ts";
import type { EdgeRecord } from "../../../model/record.ts";

/** When the ledger says that a release got the traffic that it has, Unix time in ms; null where it does not tell. */
export async function switchedAt(
  ledger: Pick<LedgerStore, "read">,
  { service, generation }: EdgeRecord,
): Promise<number | null> {
  const entry = readLines((await ledger.read()).lines)
    .flatMap(({ entry }) => entry ?? [])
    .findLast(
      (each) =>
        (each.kind === "switch" || each.kind === "verified") &&
        each.service === service &&
        each.generation === generation,
    );
  return entry?.at ?? null;
}
