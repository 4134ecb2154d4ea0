import { findingsOf } from "./findings.ts";
import { idleSentence, judgedGroups } from "./judged-groups.ts";
import { plural } from "./plural.ts";
import type { Outcome, PolicyReport, ReportedJudgement, ReportedSource } from "./report.ts";

/** The verdict as a headline: `Refused: 2 mandatory violations and 1 warning` */
export function verdictTitle(report: PolicyReport): string {
  const findings = findingsOf(report, "violated");
  const mandatory = findings.filter(({ rule }) => rule.level === "mandatory").length;
  const warnings = findings.length - mandatory + report.exceptionFindings.length;
  const found = [
    ...(mandatory === 0 ? [] : [plural(mandatory, "mandatory violation")]),
    ...(warnings === 0 ? [] : [plural(warnings, "warning")]),
  ].join(" and ");
  if (report.brokeOff !== undefined) {
    return `Refused: the program broke off${found === "" ? "" : `; until then ${found}`}`;
  }
  if (report.verdict === "refused") return found === "" ? "Refused" : `Refused: ${found}`;
  return found === "" ? "Passed: no violation" : `Passed, with ${found}`;
}

/** Why this is not all: the program's own words, and what was judged nevertheless. */
export function brokeOffSentence({ brokeOff }: PolicyReport): string | undefined {
  if (brokeOff === undefined) return undefined;
  return (
    `The program broke off before it had declared everything: ${brokeOff.replace(/[.\s]+$/, "")}. Judged is what it had declared ` +
    "until then, and the services of the stack's file; what would happen, and which exceptions are needed, is not known."
  );
}

/** `1f2e3d4c5b6a`, and whether there is more than it; undefined where it is not known. */
export function commitInShort({ commit, isClean }: ReportedSource): string | undefined {
  if (commit === null) return undefined;
  return `${commit.slice(0, 12)}${isClean === false ? " and uncommitted changes" : ""}`;
}

/** What was judged, in a sentence. */
export function extentSentence(report: PolicyReport): string {
  const groups = judgedGroups(report);
  const busy = groups.filter(({ isIdle }) => !isIdle);
  const rules = busy.flatMap((group) => group.rules);
  const judgements = busy.flatMap((group) => group.judgements);
  const resources = new Set(report.judgements.map(({ resource }) => resource.urn)).size;
  const counts = countOutcomes(judgements);
  const violations = findingsOf(report, "violated").length;
  const violated = `${counts.violated} violated${counts.violated === violations ? "" : ` by ${violations} violations`}`;
  const idle = idleSentence(groups);
  return (
    `${plural(rules.length, "rule")} judged ${plural(resources, "resource")}, in ${plural(judgements.length, "judgement")}: ` +
    `${counts.passed} passed, ${violated}, ${counts.excepted} excepted, ${counts["not-applicable"]} not applicable${idle === undefined ? "" : `; ${idle}`}.`
  );
}

export function countOutcomes(judgements: readonly ReportedJudgement[]): Record<Outcome, number> {
  const counts = { passed: 0, violated: 0, excepted: 0, "not-applicable": 0 };
  for (const { outcome } of judgements) counts[outcome] += 1;
  return counts;
}
