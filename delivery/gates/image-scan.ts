import type { ScanSettings } from "../../model/gates/image.ts";
import { ageProblem } from "../reports/report-file.ts";
import { rankOf, type Scan } from "../reports/scan.ts";
import { isUnseen, unseenFinding, type Unseen } from "./attempt.ts";
import type { Finding } from "./gate.ts";

/** How many are named. */
const NAMED = 5;

/** `digest` is null where the release names none. */
export function judgeScan(
  { report, maxSeverity, maxAge }: ScanSettings,
  seen: Scan | Unseen | null,
  { digest, now }: { digest: string | null; now: number },
): Finding {
  if (seen === null) throw new Error("no report was looked for");
  if (isUnseen(seen)) return unseenFinding("what a scanner found", seen);
  const { digests, vulnerabilities, tool } = seen;
  const isOurs = digests.length === 0 || (digest !== null && digests.includes(digest));
  const age = ageProblem(seen.madeAt, { maxAge, now });
  const bad = vulnerabilities
    .filter(({ severity }) => maxSeverity === "none" || rankOf(severity) > rankOf(maxSeverity))
    .toSorted((a, b) => rankOf(b.severity) - rankOf(a.severity));
  const problems = [
    ...(isOurs ? [] : [`is of another image, ${digests.join(", ")}`]),
    ...(age === undefined ? [] : [age]),
    ...(bad.length === 0 ? [] : [`has ${bad.length} ${foundText(maxSeverity)}: ${named(bad)}`]),
  ];
  if (problems.length === 0) {
    return {
      verdict: "pass",
      seen: `${vulnerabilities.length} vulnerabilities by ${tool}, none ${foundText(maxSeverity)}`,
    };
  }
  const remedy = bad.length === 0 ? "Have this image scanned again." : "Mend what was found, build, and scan again.";
  return { verdict: "fail", seen: `${report} ${problems.join(", and ")}`, remedy };
}

/** What is refused: `above high`. */
export function foundText(maxSeverity: ScanSettings["maxSeverity"]): string {
  return maxSeverity === "none" ? "of any severity" : `above ${maxSeverity}`;
}

function named(bad: Scan["vulnerabilities"]): string {
  const texts = bad.slice(0, NAMED).map(({ id, severity }) => `${id} (${severity ?? "of unknown severity"})`);
  return [...texts, ...(bad.length > NAMED ? [`and ${bad.length - NAMED} more`] : [])].join(", ");
}
