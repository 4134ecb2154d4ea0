import type { Color } from "../model/color.ts";

/** What is done to the requests of clients on their way to a replica. Health checks are passed on as they are. */
export type Disturbance =
  /** Answers so many of 100 with 503 in its place. */
  | { kind: "errors"; percent: number }
  /** Keeps each back for so long. */
  | { kind: "delay"; ms: number }
  /** Keeps each back for longer with every second since it began, up to a limit. */
  | { kind: "growing-delay"; msPerSecond: number; mostMs: number };

/** A color whose replicas are disturbed. */
export interface Disturbed {
  service: string;
  color: Color;
  /** Names of its replicas, by their slot. */
  replicas: readonly string[];
  /** Port of its release, and the one that its health is asked on where that is another. */
  port: number;
  healthPort: number | undefined;
}

/** A replica, and what stands in for it: names in the stack's network. */
export interface StandIn {
  replica: string;
  standIn: string;
}
