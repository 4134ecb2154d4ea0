import type { ClearedHold } from "../../../delivery/clear-hold.ts";
import type { Change } from "../../../model/change.ts";
import { changeRecord } from "../store/change-record.ts";
import type { AwsStore } from "../store/open-store.ts";

/**
 * Lets a version that was rolled back be released again; moves no traffic. The ledger says so before the record does: whoever dies in between
 * leaves the hold in place, and is asked again. Null where nothing is held.
 */
export async function clearHold(
  { records, ledger }: AwsStore,
  service: string,
  change: Change,
): Promise<ClearedHold | null> {
  const hold = (await records.read(service))?.record.hold;
  if (hold === undefined) return null;
  const head = await ledger.append({ kind: "hold-cleared", service, version: hold.version, change });
  if (head === null) throw new Error("the ledger takes every entry but a `verified`");
  await changeRecord(records, service, ({ hold: found, ...rest }) => (found?.at === hold.at ? rest : undefined));
  return { hold, head };
}
