import type { PolicyReport, ReportedJudgement } from "./report.ts";

/** A report as machines read it: what does not apply stands apart, each reason once. */
export interface JsonReport extends Omit<PolicyReport, "judgements"> {
  /** One for every rule and each resource that it applies to, in the order of the rules. */
  judgements: readonly (Omit<ReportedJudgement, "outcome"> & {
    outcome: Exclude<ReportedJudgement["outcome"], "not-applicable">;
  })[];
  /** URNs of the resources, by rule. */
  notApplicable: readonly { reason: string; rules: Readonly<Record<string, readonly string[]>> }[];
}

export function jsonReport(report: PolicyReport): JsonReport {
  const judgements = report.judgements.flatMap(({ outcome, ...judgement }) =>
    outcome === "not-applicable" ? [] : [{ ...judgement, outcome }],
  );
  const rest = report.judgements.filter(({ outcome }) => outcome === "not-applicable");
  const notApplicable = [...Map.groupBy(rest, ({ reason = "" }) => reason)].map(([reason, some]) => ({
    reason,
    rules: Object.fromEntries(
      [...Map.groupBy(some, ({ rule }) => rule)].map(([rule, all]) => [rule, all.map(({ resource }) => resource.urn)]),
    ),
  }));
  return { ...report, judgements, notApplicable };
}

/** The same as a text with sorted keys, so that two reports can be compared as texts. */
export function renderJson(report: PolicyReport): string {
  return `${JSON.stringify(jsonReport(report), sorted, 2)}\n`;
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
