import { SLOW_MS } from "../../delivery/figures/figures.ts";
import type { FiguresReport, ReportedAttempt } from "../../delivery/figures/report.ts";
import { localTime } from "../ledger/local-time.ts";
import { periodText } from "./words.ts";

/** Whose figures they are. */
export interface FiguresSubject {
  project: string;
  stack: string;
  /** Null: all of the stack's. */
  service: string | null;
}

/** `shop in prod`, `prod`. */
export function subjectText({ stack, service }: FiguresSubject): string {
  return service === null ? stack : `${service} in ${stack}`;
}

/** How much time the ledger tells of, in ms. */
export function observedMs({ observed }: FiguresReport): number {
  return observed === null ? 0 : observed.to - observed.from;
}

/** From when until when it is told; and what the ledger does not tell of that. */
export function periodSentences({ period, observed }: FiguresReport): string[] {
  const { from, to } = period;
  const told = `${localTime(from)} to ${localTime(to)}: ${periodText(to - from)}.`;
  if (observed === null) return [told, "The ledger tells of no time in this period."];
  if (observed.from === from) return [told];
  return [told, `The ledger begins ${localTime(observed.from)}: it tells of ${periodText(to - observed.from)} of it.`];
}

/** What took longest first, of all that took more than {@link SLOW_MS}. */
export function slowAttempts({ attempts }: FiguresReport): (ReportedAttempt & { toDeployMs: number })[] {
  return attempts
    .flatMap((attempt) => {
      const { toDeployMs } = attempt;
      return toDeployMs !== null && toDeployMs > SLOW_MS ? [{ ...attempt, toDeployMs }] : [];
    })
    .toSorted((a, b) => b.toDeployMs - a.toDeployMs);
}
