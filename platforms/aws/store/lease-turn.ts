import type { Holder } from "../../../edge/lease.ts";
import { BusyError } from "../../../model/errors.ts";
import { failPoint } from "../../../model/fail-point.ts";
import type { Bucket } from "./bucket.ts";
import { LEASE_KEY, readLease } from "./kept-lease.ts";
import { assertFree, type LeaseTimes } from "./lease.ts";

/** How often somebody else may be quicker before we give up. */
const ATTEMPTS = 10;

/** Lets a run write, or throws a BusyError. */
export type LeaseTurn = (token: number | null) => Promise<void>;

/**
 * Lets a run write that holds the lease with a token, as long as nobody has taken it since, and one without a token while nobody holds it. A
 * holder who was once seen to be dead is not waited for again.
 */
export function leaseTurn(bucket: Bucket, times?: LeaseTimes): LeaseTurn {
  let dead: string | undefined;
  return async (token) => {
    if (token === null) {
      dead = (await assertFree(bucket, times, dead))?.stored.etag;
      return;
    }
    const kept = (await readLease(bucket))?.kept;
    if (kept === undefined || kept.token === token) return;
    throw new BusyError(
      `aws: ${kept.by} has taken this environment over since this run began, with \`${kept.command}\`. Traffic stays where it is; run again.`,
    );
  };
}

/** Has every holder so far have lost the lease, and holds nothing itself: a rollback does not wait for whoever releases. */
export async function overtakeLease(bucket: Bucket, { by, command }: Holder): Promise<void> {
  failPoint("aws:before-overtake");
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const found = await readLease(bucket);
    if (found === null) return; // nobody has ever held it
    const kept = { token: found.kept.token + 1, by, command, since: Date.now(), beat: null };
    if ((await bucket.put(LEASE_KEY, JSON.stringify(kept), found.stored.etag)) === null) continue;
    failPoint("aws:after-overtake");
    return;
  }
  throw new BusyError("aws: others take the lease all the time. Run again.");
}
