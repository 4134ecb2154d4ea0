import type { Color } from "../../model/color.ts";
import type { LedgerHead } from "../../model/ledger-state.ts";

/** How a release that serves is to be watched. */
export interface WantedWatch {
  service: string;
  /** How long at most, like `10m`; as long as is usual on the platform when left out. */
  forTime: string | undefined;
  /** Whether traffic goes back from what turned red. */
  rollback: boolean;
  /** Looks once. */
  once: boolean;
  /** Is told what goes on, a line for people each time. */
  say: (line: string) => void;
}

/** What was watched, and what came of it. */
export interface WatchReport {
  /** The one that served when the watch began. */
  color: Color;
  version: string;
  /** What turned red; null where nothing did. */
  problem: string | null;
  /** Version that has the traffic again; null where it stayed. */
  wentBackTo: string | null;
  /** Last entry of the ledger that was written; null where none was. */
  ledger: LedgerHead | null;
  exitCode: number;
}
