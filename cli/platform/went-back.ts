import type { RollbackTarget } from "../../delivery/rollback-target.ts";
import type { Change } from "../../model/change.ts";
import type { LedgerHead } from "../../model/ledger-state.ts";

export interface WantedRollback {
  service: string;
  /** Version to go back to; the one that served before when left out. */
  wanted: string | undefined;
  /** Leave services where they are that the last switch has moved together with it. */
  alone: boolean;
  /** Number of the switch that is gone back from; whatever the last one is when left out. */
  expected: number | undefined;
  /** Who goes back, and why. */
  change: Change;
}

/** A service that goes back. */
export interface WayBack {
  service: string;
  target: RollbackTarget;
  /** Null where nothing was done, because the release has to be made again first. */
  moved: {
    /** Null where traffic was there already. */
    switchMs: number | null;
    /** Last entry of the ledger that was written; null where none was. */
    head: LedgerHead | null;
  } | null;
}

/** The service that was asked for, and those of its group that went with it. */
export interface WentBack {
  first: WayBack;
  others: readonly WayBack[];
}
