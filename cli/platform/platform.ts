import type { CanaryChange, ChangedCanary } from "../../delivery/change-canary-of.ts";
import type { Accepted } from "../../delivery/ledger/accept-ledger.ts";
import type { LedgerStore } from "../../delivery/ledger/store.ts";
import type { Reviewed, ReviewRequest } from "../../delivery/awaited-review.ts";
import type { ClearedHold } from "../../delivery/clear-hold.ts";
import type { ReadBack, WantedBuild } from "../../delivery/read-back.ts";
import type { RunningDigests } from "../../delivery/release/choose-target.ts";
import type { ResolvedImage } from "../../docker/images/resolve-digest.ts";
import type { Holder, Lease } from "../../edge/lease.ts";
import type { Engine } from "../../engine/engine.ts";
import type { EngineName } from "../../engine/select.ts";
import type { Change } from "../../model/change.ts";
import type { EdgeRecord } from "../../model/record.ts";
import type { Observed } from "../../model/observed.ts";
import type { DoctorCheck } from "../../setup/doctor.ts";
import type { LogRequest } from "../logs/log-request.ts";
import type { StatusReport } from "../status/status-report.ts";
import type { WantedWatch, WatchReport } from "../watch/wanted-watch.ts";
import type { WantedRollback, WentBack } from "./went-back.ts";

/** What commands ask of where a stack runs, whatever that is. Nothing is asked of it before a method is called. */
export interface StackPlatform {
  /** For a sentence: the addresses of its engines, `AWS eu-central-1`. */
  readonly address: string;
  /** What a `destroy` removes beside the environment, in words. */
  readonly parts: string;
  /** Whether an agent carries out the steps of its releases when the run has ended. */
  readonly hasAgent: boolean;
  /** Loads what asks it. Throws an InputError where nobody could be asked: an address that is none. */
  connect(): Promise<void>;
  /** Why no engine here can run the program, in words; undefined where one can. `wanted`: what `--engine` says. */
  whyNoEngine(wanted: EngineName | undefined): Promise<string | undefined>;
  /** What is there now. Throws an InputError where that cannot be seen. */
  observe(): Promise<Observed>;
  /** The same with what was said last by who watches releases, where that is not among it anyway. */
  observeWatched(): Promise<Observed>;
  /** The same with all that people want to know of it. */
  readStatus(): Promise<StatusReport>;
  /** What an `up` needs of it, each with what to do where it is missing; changes nothing. */
  doctor(): Promise<readonly DoctorCheck[]>;
  /** Prints what its replicas write, or what stands before them. Throws an InputError for what there is no log of. */
  showLogs(request: LogRequest): Promise<void>;
  /** The stack's ledger; nothing of it is read yet. */
  openLedger(): Promise<LedgerStore>;
  /** Goes on with a ledger that is not what was written; null where nothing is wrong with it. */
  acceptLedger(change: Change): Promise<Accepted | null>;
  /** Which color of a service serves, and what is under way; null where none has served. */
  readRecord(service: string): Promise<EdgeRecord | null>;
  /** Watches what serves, and takes it back when something turns red. Throws an InputError where nothing serves, or for what it cannot do. */
  watch(wanted: WantedWatch): Promise<WatchReport>;
  /**
   * Watches releases of services until they are over or the signal ends it, where no agent does; returns at once where one does. `warn` is told
   * what it cannot do.
   */
  keepWatch(services: readonly string[], watch: { signal: AbortSignal; warn: (line: string) => void }): Promise<void>;
  /** Has a canary wait, go on, or go to its next step: see `changeCanaryOf`. */
  changeCanary(change: CanaryChange): Promise<ChangedCanary>;
  /** Writes down that somebody has looked at a release which an emergency had let through; null where no review is awaited. */
  reviewRelease(request: ReviewRequest): Promise<Reviewed | null>;
  /** Lets a version that was rolled back be released again; null where none is held. */
  clearHold(service: string, change: Change): Promise<ClearedHold | null>;
  /**
   * Moves a service's traffic back, without the engine; null where the wanted version serves already. Throws an InputError where there is
   * nothing to go back to, a ControlError where that is not well, and a BusyError where somebody else switches meanwhile.
   */
  rollBack(wanted: WantedRollback): Promise<WentBack | null>;
  /** Which build a color runs, as its host says; null where there is no host to ask. */
  readBack(wanted: WantedBuild): Promise<ReadBack | null>;
  /**
   * Has one run alone change what was seen; null where nothing is there yet that knows a lease. Throws a LockedError where another run
   * does.
   */
  holdLease(holder: Holder, observed: Observed | undefined): Promise<Lease | null>;
  /** An image with its digest. Throws an InputError where it has none that can be known. */
  resolveImage(image: string): Promise<ResolvedImage>;
  /** What is known of the images that a service's colors run, where their releases name them by a tag alone. */
  runningDigests(observed: Observed, service: string): Promise<RunningDigests>;
  /** Removes what nothing needs any more after a release, where the stack's file asks for it; never fails. */
  tidyUp(engine: Engine): Promise<void>;
  /** Removes beside what `destroyAll` does what killed runs left of an environment. */
  withoutLeftovers<T>(environment: string, destroyAll: () => Promise<T>): Promise<T>;
  /** What a `destroy` has kept, a sentence each. */
  whatStays(): Promise<readonly string[]>;
}
