import type { ReleaseTarget } from "../../delivery/release/choose-target.ts";
import type { PolicyReport } from "../../policy/report/report.ts";
import type { AlignedLine } from "../display/align-lines.ts";

/** What a release would do, and what was found out about that. */
export interface PlannedRelease extends Pick<ReleaseTarget, "to" | "version" | "image"> {
  service: string;
  /** Name of the stack's file, and what the release changes in it. */
  file: string;
  diff: readonly AlignedLine[];
  /** What the program says beside its sentences about traffic, such as what its gates will ask. */
  notes: readonly string[];
  /** Traffic, policies, verdict. */
  report: PolicyReport;
}
