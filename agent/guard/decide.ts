import type { Guard } from "../../model/guard.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";

/** What verdicts come to: the color may get more traffic, waits, or loses what it has. */
export type Decision = "go-on" | "hold" | "back";

/**
 * One failure goes back. What is inconclusive does what the guard says, with two exceptions: going back helps nobody where both colors
 * are bad, and nothing goes on without data, whatever was declared. No verdict at all is no data.
 */
export function decide({ onInconclusive }: Pick<Guard, "onInconclusive">, verdicts: readonly GuardVerdict[]): Decision {
  if (verdicts.some(({ outcome }) => outcome === "fail")) return "back";
  const reasons = verdicts.flatMap(({ because }) => (because === null ? [] : [because]));
  if (verdicts.length === 0 || reasons.includes("both-bad")) return "hold";
  if (onInconclusive === "go-on") return reasons.includes("missing") ? "hold" : "go-on";
  return reasons.length === 0 ? "go-on" : onInconclusive;
}
