import { SLOW_MS, type Figures } from "../../delivery/figures/figures.ts";
import type { Share } from "../../delivery/figures/share.ts";
import type { Spread } from "../../delivery/figures/spread.ts";
import { plural } from "../../policy/report/plural.ts";
import { END_WORDS } from "../ledger/story-words.ts";
import { medianText, NOT_KNOWN, percentText, periodText, shortNumber, timeText } from "./words.ts";

/** A figure for people. */
export interface FigureRow {
  label: string;
  value: string;
  /** From how many releases it is, and which. */
  basis: string;
}

/** How long the limit is that {@link Figures.slow} counts by. */
export const SLOW_TEXT = `${SLOW_MS / 60_000} minutes`;

/** The five figures of DORA, under its names. `observedMs` is how much time the ledger tells of. */
export function doraRows(figures: Figures, observedMs: number): FigureRow[] {
  const { leadTime, recovery, failed, rework } = figures;
  const reasons = `: ${rework.emergency} emergency, ${rework.afterFailure} after a failure`;
  return [
    { label: "deployment frequency", ...frequency(figures, observedMs) },
    ...leadTimeRows(leadTime),
    { label: "change fail rate", ...shareRow(failed, "deployment") },
    { label: "failed deployment recovery time", ...spreadRow(recovery, "failed deployment") },
    { label: "deployment rework rate", ...shareRow(rework, "deployment", rework.count === 0 ? "" : reasons) },
  ];
}

/** What else is told of releases. */
export function releaseRows({ attempts, success, toDeploy, toReturn, slow }: Figures): FigureRow[] {
  const ends = Object.entries(END_WORDS).map(([how, { word }]) => [word, countOf(attempts, how)] as const);
  const told = ends.filter(([, count]) => count > 0).map(([word, count]) => `${count} ${word}`);
  const all = ends.reduce((sum, [, count]) => sum + count, 0);
  return [
    { label: "releases", value: String(all), basis: told.join(", ") },
    { label: "success rate", ...shareRow(success, "ended release") },
    { label: "time to deploy", ...spreadRow(toDeploy, "proved deployment") },
    { label: "time to return by itself", ...spreadRow(toReturn.fallback, "fallback") },
    { label: "time to return by rollback", ...spreadRow(toReturn.rollback, "rollback") },
    { label: "time to return by an up", ...spreadRow(toReturn.return, "return") },
    {
      label: `took more than ${SLOW_TEXT}`,
      value: slow.of === 0 ? NOT_KNOWN : String(slow.count),
      basis: slow.of === 0 ? "no deployment with a known time" : `of ${plural(slow.of, "deployment")}`,
    },
  ];
}

function countOf(attempts: Readonly<Record<string, number>>, how: string): number {
  return attempts[how] ?? 0;
}

function frequency({ deployments, perWeek }: Figures, observedMs: number): Omit<FigureRow, "label"> {
  if (observedMs === 0) return { value: NOT_KNOWN, basis: "the ledger tells nothing" };
  const basis = `${plural(deployments, "deployment")} in ${periodText(observedMs)}`;
  if (perWeek === null) return { value: NOT_KNOWN, basis: `${basis}; a rate takes a week` };
  return { value: `${shortNumber(perWeek)} a week`, basis };
}

/** From the commit; and, where there are deployments whose commit's time is not known, from their first entry. */
function leadTimeRows({ fromCommit, fromFirstEntry }: Figures["leadTime"]): FigureRow[] {
  const ofCommit = spreadRow(fromCommit, "proved deployment", "from the commit");
  if (fromFirstEntry.of === 0) return [{ label: "change lead time", ...ofCommit }];
  const unknown = { value: NOT_KNOWN, basis: "no deployment with a commit that is known here" };
  return [
    { label: "change lead time", ...(fromCommit.of === 0 ? unknown : ofCommit) },
    {
      label: "lead time without a commit",
      ...spreadRow(fromFirstEntry, "proved deployment", "from the first entry"),
    },
  ];
}

/** `median of 7 deployments, longest 18m05s; 2 not known`. */
function spreadRow(spread: Spread, noun: string, from?: string): Omit<FigureRow, "label"> {
  const { of, known, longestMs } = spread;
  if (of === 0) return { value: NOT_KNOWN, basis: `no ${noun}` };
  const unknown = of - known;
  if (longestMs === null) return { value: NOT_KNOWN, basis: `${plural(of, noun)}, none with a known time` };
  const parts = [
    `median of ${plural(known, noun)}`,
    ...(from === undefined ? [] : [from]),
    ...(known > 1 ? [`longest ${timeText(longestMs)}`] : []),
  ];
  return { value: medianText(spread), basis: `${parts.join(", ")}${unknown === 0 ? "" : `; ${unknown} not known`}` };
}

function shareRow(share: Share, noun: string, more = ""): Omit<FigureRow, "label"> {
  if (share.of === 0) return { value: NOT_KNOWN, basis: `no ${noun}` };
  return { value: percentText(share), basis: `${share.count} of ${plural(share.of, noun)}${more}` };
}
