import { findingsOf, type Finding } from "../../policy/report/findings.ts";
import type { PolicyReport } from "../../policy/report/report.ts";
import { brokeOffSentence, extentSentence, verdictTitle } from "../../policy/report/verdict.ts";
import type { Paint } from "../display/paint.ts";

/** A report for somebody at a terminal, and the files that were written of it: the verdict last, where the eye is. */
export function checkLines(report: PolicyReport, files: readonly string[], paint: Paint): string[] {
  const brokeOff = brokeOffSentence(report);
  return [
    ...(brokeOff === undefined ? [] : [paint("red", brokeOff)]),
    ...report.traffic,
    ...findingsOf(report, "violated").flatMap((finding) => {
      const style = finding.rule.level === "mandatory" ? "red" : "yellow";
      return [paint(style, headline(finding)), `    ${finding.violation.message}`];
    }),
    ...findingsOf(report, "excepted").flatMap((finding) => {
      const { message, exception } = finding.violation;
      return [
        ...[paint("cyan", headline(finding)), `    ${message}`],
        `    excepted until ${exception?.expires} by ${exception?.owner}, ${exception?.ticket}: ${exception?.reason}`,
      ];
    }),
    ...report.exceptionFindings.map((finding) => paint("yellow", finding)),
    ...files.map((file) => `wrote ${file}`),
    extentSentence(report),
    paint(["bold", report.verdict === "refused" ? "red" : "green"], verdictTitle(report)),
    ...(report.verdict === "refused"
      ? ["`tidegate policy explain RULE` says why a rule is there and what to do."]
      : []),
  ];
}

function headline({ rule, resource, violation: { location, exception } }: Finding): string {
  const place = location === undefined ? "" : `  ${location.file}:${location.line}`;
  const outcome = exception !== undefined ? "excepted" : rule.level === "mandatory" ? "refused" : "warning";
  return `${outcome}  ${rule.severity}  ${rule.id}  ${resource.name}${place}`;
}
