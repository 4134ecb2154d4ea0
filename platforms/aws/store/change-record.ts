import { BusyError } from "../../../model/errors.ts";
import type { EdgeRecord } from "../../../model/record.ts";
import type { RecordStore } from "./records.ts";

/** How often somebody else may be quicker before we give up. */
const ATTEMPTS = 5;

/** Changes what is kept of a service, without a word about traffic; undefined from `change`, or no record, changes nothing. */
export async function changeRecord(
  records: RecordStore,
  service: string,
  change: (record: EdgeRecord) => EdgeRecord | undefined,
): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const read = await records.read(service);
    const record = read === null ? undefined : change(read.record);
    if (read === null || record === undefined) return;
    if ((await records.put({ record, untold: read.untold }, read)) !== null) return;
  }
  throw new BusyError(`${service}: others change its record all the time. Run again.`);
}
