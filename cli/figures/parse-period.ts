import type { Period } from "../../delivery/figures/report.ts";
import { InputError } from "../../model/errors.ts";
import { parseMoment } from "../ledger/parse-moment.ts";

/**
 * Reads from when until when it is told, of what the options say: until `now` where `until` says nothing, or later. Throws an
 * InputError where one is no point in time, and where there is no time between the two.
 */
export function parsePeriod({ since, until }: { since: string; until?: string }, now: number): Period {
  const from = parseMoment("--since", since, now);
  const to = until === undefined ? now : Math.min(parseMoment("--until", until, now), now);
  if (from < to) return { from, to };
  const end = until === undefined ? "now" : `--until ${JSON.stringify(until)}, and before now`;
  throw new InputError(`--since: must be before ${end}, got ${JSON.stringify(since)}. Give an earlier one.`);
}
