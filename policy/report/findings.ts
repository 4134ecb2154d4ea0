import type { RuleSeverity } from "../rule.ts";
import type { PolicyReport, ReportedResource, ReportedRule, ReportedViolation } from "./report.ts";

/** Severities as reviewers read them: the worst first. */
export const SEVERITIES = ["critical", "high", "medium", "low"] as const satisfies readonly RuleSeverity[];

/** One violation with everything that a report says beside it. */
export interface Finding {
  rule: ReportedRule;
  resource: ReportedResource;
  violation: ReportedViolation;
}

/** The violations that count, or those that exceptions let pass: the most severe first, what blocks before what warns. */
export function findingsOf(report: PolicyReport, outcome: "violated" | "excepted"): Finding[] {
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  return report.judgements
    .flatMap(({ rule: id, resource, violations }) => {
      const rule = rules.get(id);
      if (rule === undefined) throw new Error(`the report judges by ${id} but does not describe it`);
      return violations.map((violation) => ({ rule, resource, violation }));
    })
    .filter(({ violation }) => (violation.exception === undefined) === (outcome === "violated"))
    .toSorted((a, b) => rank(a.rule) - rank(b.rule));
}

function rank({ severity, level }: ReportedRule): number {
  return SEVERITIES.indexOf(severity) * 2 + (level === "mandatory" ? 0 : 1);
}
