import type { Counts } from "../../edge/counts.ts";
import type { Color } from "../../model/color.ts";
import type { GateVerdict } from "../../model/gate-result.ts";
import type { StackId } from "../../model/names.ts";

/** What an agent knows at a moment, as far as it is told to Prometheus. Times are Unix times in milliseconds. */
export interface Snapshot {
  id: StackId;
  agent: {
    version: string;
    /** When its last round ended; null before the first. */
    lastRoundAt: number | null;
  };
  /** Whether the edge answered in the last round. */
  isEdgeUp: boolean;
  services: Readonly<Record<string, ServiceSnapshot>>;
  /** Null where nothing is known of it. */
  ledger: LedgerSnapshot | null;
  /** When each certificate ends, by its name. */
  certificates: Readonly<Record<string, number>>;
}

export interface ServiceSnapshot {
  /** Null before the first cutover. */
  active: Color | null;
  generation: number;
  /** Of 10,000 clients, how many are sent to each color. */
  shares: Readonly<Record<Color, number>>;
  /** Version of each color that has a release. */
  versions: Readonly<Partial<Record<Color, string>>>;
  /** Nothing of a color that is not counted, nor of any where the edge did not answer. */
  counts: Readonly<Partial<Record<Color, Counts>>>;
  /** Null while none is in progress. */
  canary: CanarySnapshot | null;
  hold: { version: string; at: number } | null;
  /** Last verdict of each guard rule, by its name. */
  guard: Readonly<Record<string, GateVerdict>>;
  /** What each gate said of the last release, by its id. */
  gates: Readonly<Record<string, GateVerdict>>;
}

export interface CanarySnapshot {
  /** From 1 on. */
  step: number;
  steps: number;
  /** When this step began. */
  since: number;
  paused: boolean;
}

export interface LedgerSnapshot {
  /** Null before the first entry. */
  head: { number: number; at: number } | null;
  hasRoom: boolean;
  isIntact: boolean;
}
