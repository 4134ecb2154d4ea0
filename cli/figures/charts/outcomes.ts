import type { ReportedAttempt } from "../../../delivery/figures/report.ts";

/** What became of a release, as a picture tells it: by its look, and never by color alone. */
export const OUTCOMES = [
  { look: "stays", word: "deployed" },
  { look: "failed", word: "gone back from" },
  { look: "stopped", word: "got no traffic" },
  { look: "open", word: "not proved so far" },
] as const;
export type Outcome = (typeof OUTCOMES)[number]["look"];

export function outcomeOf({ how, hasFailed }: ReportedAttempt): Outcome {
  if (hasFailed) return "failed";
  if (how === "refused" || how === "undone") return "stopped";
  return how === "verified" ? "stays" : "open";
}
