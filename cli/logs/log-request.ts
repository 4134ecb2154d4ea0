import type { Color } from "../../model/color.ts";

/** Whose lines are wanted, and how many. */
export interface LogRequest {
  /** Of one service only. */
  service?: string;
  color?: Color;
  /** Index of a replica. */
  replica?: number;
  follow: boolean;
  /** Lines of each source to begin with. */
  tail: number;
  /** From when on, Unix time in milliseconds. */
  since?: number;
  /** The log of one of these instead of the replicas'. */
  of?: "edge" | "agent";
  json: boolean;
}
