import type { Visit } from "../crowd.ts";
import type { BadRelease } from "./cases.ts";

/** What became of a bad release, as the people met it. */
export interface Figures {
  /** From its first answer to the ledger's word that traffic is back; null where one of them never came. */
  caughtMs: number | null;
  /** People whom it answered at all. */
  people: number;
  /** Answers that were not what they should have been. */
  bad: number;
  /** Requests that failed and not by its own doing: they are lost by the way back. */
  lost: number;
}

const hasFailed = ({ status }: Visit) => status === 0 || status >= 500;

/** `version` is what it answers as; `backMs` when traffic was back, Unix time in ms, null where it never was. */
export function figuresOf(
  visits: readonly Visit[],
  { isBad = hasFailed, takesAlong }: Pick<BadRelease, "isBad" | "takesAlong">,
  version: string,
  backMs: number | null,
): Figures {
  const met = visits.filter((visit) => visit.version === version);
  const firstMs = met.reduce((first, { startMs }) => Math.min(first, startMs), Infinity);
  const own = takesAlong === true ? visits.filter(({ startMs }) => startMs < (backMs ?? Infinity)) : met;
  return {
    caughtMs: backMs === null || met.length === 0 ? null : backMs - firstMs,
    people: new Set(met.map(({ person }) => person)).size,
    bad: own.filter(isBad).length,
    lost: visits.filter((visit) => hasFailed(visit) && !own.includes(visit)).length,
  };
}

/** As a line of the table in docs/guard.md. */
export function tableLine({ name, by, caught }: BadRelease, { caughtMs, people, bad, lost }: Figures): string {
  const after = caughtMs === null ? "" : `${Math.round(caughtMs / 1_000)} s`;
  return `| ${[name, by, caught, after, people, bad, lost].join(" | ")} |\n`;
}
