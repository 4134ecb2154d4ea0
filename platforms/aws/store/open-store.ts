import type { Holder, Lease } from "../../../edge/lease.ts";
import type { StackId } from "../../../model/names.ts";
import type { AwsClients } from "../clients.ts";
import { openBucket } from "./bucket.ts";
import { leaseHolder, type LeaseHolder } from "./kept-lease.ts";
import { leaseTurn, overtakeLease, type LeaseTurn } from "./lease-turn.ts";
import { guardStore, type GuardStore } from "./guards.ts";
import { holdLease } from "./lease.ts";
import { s3Ledger, type S3Ledger } from "./ledger.ts";
import { objectPrefix } from "./object-prefix.ts";
import { recordStore, type RecordStore } from "./records.ts";
import { watchStore, type WatchStore } from "./watches.ts";

/** What is kept of a stack, and outlives everything else of it. */
export interface AwsStore {
  /** Has one run alone change the stack's environment; see {@link holdLease}. */
  lease(holder: Holder): Promise<Lease>;
  /** Who does now; null where nobody does. */
  leaseHolder(): Promise<LeaseHolder | null>;
  /** Lets a run write whose turn it is; see {@link leaseTurn}. */
  assertLeaseTurn: LeaseTurn;
  /** Takes the environment from whoever holds it; see {@link overtakeLease}. */
  overtakeLease(holder: Holder): Promise<void>;
  records: RecordStore;
  ledger: S3Ledger;
  /** What is declared to be watched. */
  guards: GuardStore;
  /** How far what is watched is. */
  watches: WatchStore;
}

/** The store of a stack in a bucket, which stacks may share. Nothing is asked yet. */
export function openStore(clients: Pick<AwsClients, "s3">, bucket: string, id: StackId): AwsStore {
  const below = openBucket(clients, bucket, objectPrefix(id));
  return {
    ...{ records: recordStore(below), ledger: s3Ledger(below), guards: guardStore(below), watches: watchStore(below) },
    lease: (holder) => holdLease(below, holder),
    leaseHolder: () => leaseHolder(below),
    assertLeaseTurn: leaseTurn(below),
    overtakeLease: (holder) => overtakeLease(below, holder),
  };
}
