import { findingsOf } from "../findings.ts";
import { EMPTY, markup, prose, type Markup } from "../markup.ts";
import type { PolicyReport, ReportedException } from "../report.ts";
import { link } from "./link.ts";
import { outcomeLabel } from "./outcomes.ts";
import { table } from "./table.ts";

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

function exceptionRow(exception: ReportedException): Markup {
  const { state, rule, resource, stacks, reason, owner, expires, ticket, used } = exception;
  return markup`<tr><td><strong>${state}</strong></td><th scope="row">${rule}</th><td>${resource}</td><td>${
    stacks?.join(", ") ?? "all"
  }</td><td>${prose(reason)}</td><td>${owner}</td><td><time datetime="${expires}">${expires}</time></td><td>${link(
    ticket,
  )}</td><td class="count">${used}</td></tr>\n`;
}

function letPass(report: PolicyReport): Markup {
  const findings = findingsOf(report, "excepted");
  if (findings.length === 0) return EMPTY;
  const rows = findings.map(
    ({ rule, resource, violation: { message, exception } }) =>
      markup`<tr><th scope="row">${rule.title}<small>${rule.id}, ${rule.severity}</small></th><td>${
        resource.name
      }</td><td>${prose(message)}</td><td>${link(exception?.ticket ?? "")}</td></tr>\n`,
  );
  const head = ["Rule", "Resource", outcomeLabel("excepted"), "Ticket"];
  return table(`Violations that exceptions let pass (${findings.length})`, head, rows);
}
