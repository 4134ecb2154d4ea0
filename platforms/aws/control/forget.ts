import { UNSEALED } from "../../../model/record.ts";
import { AwsError } from "../aws-error.ts";
import { changeRecord } from "../store/change-record.ts";
import type { AwsStore } from "../store/open-store.ts";

/**
 * Has the record of a service say that it has never served: its rule is gone, and its tasks go. Whoever brings it up again makes a release. The
 * ledger keeps what has been. A bucket that is gone as well has nothing to forget, and is in nobody's way.
 */
export async function forget({ records }: Pick<AwsStore, "records">, service: string): Promise<void> {
  const nothing = { service, active: null, generation: 0, sealed: UNSEALED, config: null };
  try {
    await changeRecord(records, service, () => nothing);
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "NoSuchBucket")) throw error;
  }
}
