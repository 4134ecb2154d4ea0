import type { Story } from "../ledger/releases.ts";
import { elapsedMs } from "./spread.ts";

/**
 * How users were taken away from a release again: `fallback` by itself, because it did not prove itself; `rollback` by the command;
 * `return` by an `up` that declares what had served before.
 */
export type WayBackKind = "fallback" | "rollback" | "return";

export interface WayBack {
  kind: WayBackKind;
  /** From the switch to the release until the switch back; null where the clock has gone back. */
  returnMs: number | null;
  /**
   * From the switch to the release until what was gone back to has proved itself; of a fallback, after which nothing is proved,
   * until its switch. Null where that is not known.
   */
  recoveryMs: number | null;
}

/** The way back from a release; null where it serves, or was left for another release. */
export function wayBackFrom({ first, end, leftBy }: Story): WayBack | null {
  const since = first.entry.at;
  if (end.how === "rolled-back") return fallback(since, end.by.entry.at);
  if (leftBy === null || leftBy.purpose === "release") return null;
  const leftAt = leftBy.first.entry.at;
  if (leftBy.purpose === "fallback") return fallback(since, leftAt);
  const provedAt = leftBy.end.how === "verified" ? leftBy.end.by.entry.at : null;
  return { kind: leftBy.purpose, returnMs: elapsedMs(since, leftAt), recoveryMs: elapsedMs(since, provedAt) };
}

function fallback(since: number, at: number): WayBack {
  return { kind: "fallback", returnMs: elapsedMs(since, at), recoveryMs: elapsedMs(since, at) };
}
