/** What `npm run demo -- --json` prints: measured, never filled in. Times in milliseconds. */
export interface DemoResult {
  /** Requests the clients sent from the first release to the rollback. */
  requests: number;
  /** Those not answered completely, in time and with 2xx. */
  lost: number;
  /** Every move of the traffic between two versions, the rollback last. */
  cutovers: Cutover[];
  /** Versions that never got traffic, and why. */
  refused: { version: string; reason: string }[];
  /** From the start of the rollback's `up` to the first answer of the old version at a client. */
  rollbackMs: number;
  engine: "embedded" | "pulumi";
}

export interface Cutover {
  from: string;
  to: string;
  /** What the switch itself took in the edge, all its workers included. */
  switchMs: number;
  /** The whole `up`, from its start to its end: containers, gate, switch, verification. */
  totalMs: number;
}
