import { failPoint } from "../../../model/fail-point.ts";
import type { LedgerHead } from "../../../model/ledger-state.ts";
import type { AwsStore } from "./open-store.ts";
import type { ReadRecord } from "./records.ts";

/**
 * Has the ledger say what the record of a service says: where whoever made its last switch died before it was written down, it is written
 * now. Returns the record as it stands then, and the entry of its last switch; null where that was written long ago.
 */
export async function settle(
  { records, ledger }: AwsStore,
  read: ReadRecord,
): Promise<{ read: ReadRecord; head: LedgerHead | null }> {
  if (read.untold === null) return { read, head: null };
  const { record } = read;
  const head = await ledger.tell(read.untold);
  failPoint("aws:after-entry");
  const etag = await records.put({ record, untold: null }, read);
  failPoint("aws:after-told");
  const now = etag === null ? await records.read(record.service) : { record, untold: null, etag };
  return { read: now ?? read, head }; // somebody else may have settled it, and gone on
}
