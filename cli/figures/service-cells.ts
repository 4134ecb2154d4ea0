import type { Figures } from "../../delivery/figures/figures.ts";
import type { Share } from "../../delivery/figures/share.ts";
import type { Spread } from "../../delivery/figures/spread.ts";
import { medianText, percentText } from "./words.ts";

/** A column of a table of services. */
export interface ServiceColumn {
  head: string;
  /** Whether a terminal has room for it. */
  isNarrow: boolean;
  cell: (figures: Figures) => string;
}

export const SERVICE_COLUMNS: readonly ServiceColumn[] = [
  { head: "deploys", isNarrow: true, cell: ({ deployments }) => String(deployments) },
  { head: "lead time", isNarrow: true, cell: ({ leadTime }) => time(leadTime.fromCommit) },
  { head: "failed", isNarrow: true, cell: ({ failed }) => share(failed) },
  { head: "recovery", isNarrow: true, cell: ({ recovery }) => time(recovery) },
  { head: "rework", isNarrow: false, cell: ({ rework }) => share(rework) },
  { head: "success", isNarrow: true, cell: ({ success }) => share(success) },
  { head: "to deploy", isNarrow: true, cell: ({ toDeploy }) => time(toDeploy) },
  { head: "slow", isNarrow: true, cell: ({ slow }) => (slow.of === 0 ? NONE : String(slow.count)) },
  { head: "refused", isNarrow: false, cell: ({ attempts }) => String(attempts.refused) },
];

/** What stands where a figure cannot be computed, and there is no room for words. */
const NONE = "–";

function time(spread: Spread): string {
  return spread.known === 0 ? NONE : medianText(spread);
}

function share(of: Share): string {
  return of.ratio === null ? NONE : percentText(of);
}
