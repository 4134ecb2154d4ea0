import { findingsOf } from "../findings.ts";
import { EMPTY, markup, prose, type Markup } from "../markup.ts";
import type { PolicyReport, ReportedException } from "../report.ts";
import { link } from "./link.ts";
import { outcomeColumn } from "./outcomes.ts";
import { count, name, table, type Cell } from "./table.ts";

/** Every exception, whether it was needed or not; what is wrong with them; and what they let pass. */
export function exceptionsSection(report: PolicyReport): Markup {
  const { exceptions, exceptionFindings } = report;
  return markup`<section aria-labelledby="exceptions">
<h2 id="exceptions">Exceptions (${exceptions.length})</h2>
${exceptions.length === 0 ? markup`<p>There are none.</p>\n` : EMPTY}${
    exceptionFindings.length === 0
      ? EMPTY
      : markup`<h3><span class="warn" aria-hidden="true">△</span> To be mended (${exceptionFindings.length})</h3>
<ul>
${exceptionFindings.map((finding) => markup`<li>${prose(finding)}</li>\n`)}</ul>
`
  }${exceptions.length === 0 ? EMPTY : table("All exceptions", EXCEPTION_HEAD, exceptions.map(exceptionRow))}${letPass(report)}</section>
`;
}

const EXCEPTION_HEAD = ["State", "Rule", "Resource", "Stacks", "Reason", "Owner", "Last day", "Ticket", "Let pass"];

function exceptionRow(exception: ReportedException): Cell[] {
  const { state, rule, resource, stacks, reason, owner, expires, ticket, used } = exception;
  return [
    ...[markup`<strong>${state}</strong>`, name(rule), resource, stacks?.join(", ") ?? "all", prose(reason), owner],
    ...[markup`<time datetime="${expires}">${expires}</time>`, link(ticket), count(used)],
  ];
}

function letPass(report: PolicyReport): Markup {
  const findings = findingsOf(report, "excepted");
  if (findings.length === 0) return EMPTY;
  const rows = findings.map(({ rule, resource, violation: { message, exception } }) => [
    name(markup`${rule.title}<small>${rule.id}, ${rule.severity}</small>`),
    ...[resource.name, prose(message), link(exception?.ticket ?? "")],
  ]);
  const head = ["Rule", "Resource", outcomeColumn("excepted"), "Ticket"];
  return table(`Violations that exceptions let pass (${findings.length})`, head, rows);
}
