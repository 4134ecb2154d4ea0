import { setTimeout as sleep } from "node:timers/promises";
import type { Holder, Lease } from "../../../edge/lease.ts";
import { LockedError } from "../../../model/errors.ts";
import type { Bucket, StoredText } from "./bucket.ts";
import { LEASE_KEY, readLease, type KeptLease } from "./kept-lease.ts";

/** How often a holder gives a sign of life. */
const BEAT_MS = 5_000;
/** Three signs of life may fail to come in time before a holder counts as dead. */
const ALIVE_MS = 20_000;
const LOOKS_PER_BEAT = 5;

export interface LeaseTimes {
  beatMs?: number;
  aliveMs?: number;
}

/**
 * Has one run alone change an environment, by an object that only one can write at a time and that its holder writes again as a sign of life.
 * A holder counts as dead when no sign came while we watched, by our own clock: no two machines' clocks are compared. Throws a LockedError
 * where somebody else holds it.
 */
export async function holdLease(
  bucket: Bucket,
  { by, command }: Holder,
  { beatMs = BEAT_MS, aliveMs = ALIVE_MS }: LeaseTimes = {},
): Promise<Lease> {
  const before = await assertFree(bucket, { beatMs, aliveMs });
  let kept: KeptLease = { token: (before?.kept.token ?? 0) + 1, by, command, since: Date.now(), beat: 0 };
  let etag: string | null = await bucket.put(LEASE_KEY, JSON.stringify(kept), before?.stored.etag ?? null);
  if (etag === null) throw heldBy((await readLease(bucket))?.kept ?? kept);

  const ended = new AbortController();
  const { promise: lost, resolve: lose } = Promise.withResolvers<string>();
  /** Undefined while it is ours; else who has it now. */
  const write = async (beat: number | null): Promise<KeptLease | undefined> => {
    kept = { ...kept, beat };
    const written = await bucket.put(LEASE_KEY, JSON.stringify(kept), etag);
    const there = written === null ? await readLease(bucket) : null;
    // One of ours that we took for failed has been written all the same.
    etag = written ?? (there?.kept.token === kept.token ? there.stored.etag : null);
    return etag === null ? (there?.kept ?? kept) : undefined;
  };
  const beating = (async () => {
    for (let beat = 1; ; beat += 1) {
      await sleep(beatMs, undefined, { signal: ended.signal, ref: false });
      const other = await write(beat).catch(() => undefined); // the next may come through; others see that this did not
      if (other === undefined) continue;
      return lose(`${other.by} has taken this environment over since this run began, with \`${other.command}\``);
    }
  })().catch(() => undefined); // it was given back

  return {
    token: kept.token,
    lost,
    async release() {
      const isHeld = etag !== null;
      ended.abort();
      await beating;
      if (isHeld) await write(null);
    },
  };
}

/**
 * Returns what there is where nobody holds it any more; null where nobody ever has. Throws a LockedError where a holder gives a sign of life
 * while we watch; one that is `dead` by its tag is not watched.
 */
export async function assertFree(
  bucket: Bucket,
  { beatMs = BEAT_MS, aliveMs = ALIVE_MS }: LeaseTimes = {},
  dead?: string,
): Promise<{ stored: StoredText; kept: KeptLease } | null> {
  const found = await readLease(bucket);
  if (found !== null && found.stored.etag === dead) return found;
  const deadline = performance.now() + aliveMs;
  for (let again = found; again !== null && again.kept.beat !== null; again = await readLease(bucket)) {
    if (again.stored.etag !== found?.stored.etag) throw heldBy(again.kept);
    if (performance.now() > deadline) return again;
    await sleep(beatMs / LOOKS_PER_BEAT);
  }
  return await readLease(bucket);
}

function heldBy({ by, command, since }: KeptLease): LockedError {
  const at = new Date(since).toISOString();
  return new LockedError(
    `aws: ${by} has held this environment since ${at}, with \`${command}\`. Wait until that has ended, then run again.`,
  );
}
