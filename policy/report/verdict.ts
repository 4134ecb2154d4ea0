import { findingsOf } from "./findings.ts";
import { plural } from "./plural.ts";
import type { Outcome, PolicyReport, ReportedJudgement } from "./report.ts";

/** The verdict as a headline: `Refused: 2 mandatory violations and 1 warning` */
export function verdictTitle(report: PolicyReport): string {
  const findings = findingsOf(report, "violated");
  const mandatory = findings.filter(({ rule }) => rule.level === "mandatory").length;
  const warnings = findings.length - mandatory + report.exceptionFindings.length;
  const found = [
    ...(mandatory === 0 ? [] : [plural(mandatory, "mandatory violation")]),
    ...(warnings === 0 ? [] : [plural(warnings, "warning")]),
  ].join(" and ");
  if (report.verdict === "refused") return found === "" ? "Refused" : `Refused: ${found}`;
  return found === "" ? "Passed: no violation" : `Passed, with ${found}`;
}

/** What was judged, in a sentence. */
export function extentSentence({ rules, judgements }: PolicyReport): string {
  const resources = new Set(judgements.map(({ resource }) => resource.urn)).size;
  const counts = countOutcomes(judgements);
  return (
    `${plural(rules.length, "rule")} judged ${plural(resources, "resource")}: ${counts.passed} passed, ` +
    `${counts.violated} violated, ${counts.excepted} excepted, ${counts["not-applicable"]} not applicable.`
  );
}

export function countOutcomes(judgements: readonly ReportedJudgement[]): Record<Outcome, number> {
  const counts = { passed: 0, violated: 0, excepted: 0, "not-applicable": 0 };
  for (const { outcome } of judgements) counts[outcome] += 1;
  return counts;
}
