import { z } from "zod";
import type { Bucket, StoredText } from "./bucket.ts";

export const LEASE_KEY = "lease.json";

const keptSchema = z.strictObject({
  /** Grows with every holder. */
  token: z.int(),
  by: z.string(),
  command: z.string(),
  /** Unix time in milliseconds, by the holder's clock. */
  since: z.int(),
  /** Counts the signs of life; null where it was given back. */
  beat: z.int().nullable(),
});

export type KeptLease = z.infer<typeof keptSchema>;

/** Null where nobody has ever held it. */
export async function readLease(bucket: Bucket): Promise<{ stored: StoredText; kept: KeptLease } | null> {
  const stored = await bucket.read(LEASE_KEY);
  return stored === null ? null : { stored, kept: keptSchema.parse(JSON.parse(stored.text)) };
}

/** Who holds an environment, or died while they did: what is read once cannot tell. */
export interface LeaseHolder extends Pick<KeptLease, "by" | "command" | "since"> {
  /** When the last sign of life was written, by the clock of S3, Unix time in milliseconds. */
  lastBeat: number;
}

/** Null where it was given back, or never held. */
export async function leaseHolder(bucket: Bucket): Promise<LeaseHolder | null> {
  const found = await readLease(bucket);
  if (found === null || found.kept.beat === null) return null;
  const { by, command, since } = found.kept;
  return { by, command, since, lastBeat: found.stored.writtenAt };
}
