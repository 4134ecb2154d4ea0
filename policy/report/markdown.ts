import { findingsOf, type Finding } from "./findings.ts";
import { judgedGroups } from "./judged-groups.ts";
import { inlineMarkdown, linkMarkdown } from "./markdown-text.ts";
import { plural } from "./plural.ts";
import type { PolicyReport } from "./report.ts";
import { brokeOffSentence, commitInShort, countOutcomes, extentSentence, verdictTitle } from "./verdict.ts";

/**
 * Characters that each part may take. Together with what is around them they stay below the 65,536 that GitHub takes as
 * a comment.
 */
const BUDGET = {
  traffic: 4_000,
  releases: 6_000,
  losses: 8_000,
  violations: 20_000,
  exceptionFindings: 6_000,
  exceptions: 8_000,
  letPass: 6_000,
};

export interface MarkdownOptions {
  /** Where the HTML report can be read. */
  fullReportUrl?: string;
}

/** The summary that a pull request shows as a comment. Its first line tells a later run which comment to write anew. */
export function renderMarkdown(report: PolicyReport, { fullReportUrl }: MarkdownOptions = {}): string {
  const parts = [
    `<!-- tidegate:${report.stack.replace(/[^\w.-]/g, "_")} -->`,
    heading(report),
    inlineMarkdown(brokeOffSentence(report) ?? ""),
    `Stack \`${report.stack}\` of \`${report.project}\`. ${extentSentence(report)}`,
    asked(report),
    section("Traffic", lines(report.traffic.map(bullet), BUDGET.traffic)),
    releases(report),
    changes(report),
    violations(report),
    groups(report),
    section("Wrong with the exceptions", lines(report.exceptionFindings.map(bullet), BUDGET.exceptionFindings)),
    exceptions(report),
    letPass(report),
    fullReportUrl === undefined
      ? "Full report: `policy.html` of this run."
      : `[Full report](<${encodeURI(fullReportUrl)}>)`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function heading(report: PolicyReport): string {
  const symbol = report.verdict === "refused" ? "❌" : "✅";
  return `## ${symbol} ${verdictTitle(report)}`;
}

/** Who asked for it, of which commit, and for which host. */
function asked({ host, source, engine }: PolicyReport): string {
  const commit = commitInShort(source);
  const parts = [
    commit === undefined ? "Commit not known" : `Commit ${commit}`,
    ...(source.actor === null ? [] : [`asked for by ${source.actor}`]),
    `for ${host}, with the ${engine} engine`,
  ];
  return `${inlineMarkdown(parts.join(", "))}.`;
}

function releases({ releases: all, brokeOff }: PolicyReport): string {
  if (brokeOff !== undefined) return "";
  const rows = all.map(({ service, color, version, image, digest, running, traffic }) => {
    const now = running.length === 0 ? "nothing" : running.join(", ");
    const [name, pinned] = digest === null ? [image, "by its tag only"] : [image.slice(0, -digest.length - 1), digest];
    return row([`${service} ${color}`, traffic, version, now, name, pinned].map(inlineMarkdown));
  });
  const head = ["Color", "Traffic", "Version", "Runs now", "Image", "Digest"];
  return section("Releases", table(head, rows, BUDGET.releases));
}

/** What is lost stands before what is made, whatever the numbers. */
function changes({ losses, changes, brokeOff }: PolicyReport): string {
  if (brokeOff !== undefined) return "";
  const rows = losses.map(({ op, type, name }) => row([`**${op}**`, inlineMarkdown(type), inlineMarkdown(name)]));
  const counts = Object.entries(changes).map(([op, count]) => `${count} ${op}`);
  return [
    section(`Replaced or deleted (${losses.length})`, table(["Change", "Type", "Name"], rows, BUDGET.losses)),
    counts.length === 0 ? "" : `Changes: ${inlineMarkdown(counts.join(", "))}.`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function violations(report: PolicyReport): string {
  const findings = findingsOf(report, "violated");
  const head = ["Severity", "Rule", "Resource", "What is wrong", "Where"];
  return section(`Violations (${findings.length})`, table(head, findings.map(violationRow), BUDGET.violations));
}

function violationRow({ rule, resource, violation }: Finding): string {
  const { location } = violation;
  const where = location === undefined ? "" : `${location.file}:${location.line}`;
  const severity = rule.level === "mandatory" ? `**${rule.severity}**` : `${rule.severity} (warns)`;
  return row([severity, ...[rule.id, resource.name, violation.message, where].map(inlineMarkdown)]);
}

function groups(report: PolicyReport): string {
  const rows = judgedGroups(report).flatMap(({ group, rules, judgements, isIdle }) => {
    if (isIdle) return [];
    const counts = countOutcomes(judgements);
    const cells = [rules.length, counts.violated, counts.excepted, counts.passed, counts["not-applicable"]];
    return [row([group, ...cells.map(String)])];
  });
  return table(["Group", "Rules", "Violated", "Excepted", "Passed", "Not applicable"], rows, Infinity);
}

function exceptions(report: PolicyReport): string {
  const active = report.exceptions.filter(({ state }) => state === "active");
  const rows = active.map(({ rule, resource, reason, owner, expires, ticket }) =>
    row([...[rule, resource, reason, owner, expires].map(inlineMarkdown), linkMarkdown(ticket)]),
  );
  const head = ["Rule", "Resource", "Reason", "Owner", "Expires", "Ticket"];
  return section(`Active exceptions (${active.length})`, table(head, rows, BUDGET.exceptions));
}

function letPass(report: PolicyReport): string {
  const rows = findingsOf(report, "excepted").map(({ rule, resource, violation: { message, exception } }) =>
    row([...[rule.id, resource.name, message].map(inlineMarkdown), linkMarkdown(exception?.ticket ?? "")]),
  );
  const head = ["Rule", "Resource", "What is let pass", "Ticket"];
  return section(`Violations that exceptions let pass (${rows.length})`, table(head, rows, BUDGET.letPass));
}

function section(title: string, content: string): string {
  return content === "" ? "" : `### ${title}\n\n${content}`;
}

function table(head: readonly string[], rows: readonly string[], budget: number): string {
  if (rows.length === 0) return "";
  return `${row(head)}\n${row(head.map(() => "---"))}\n${lines(rows, budget)}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function bullet(text: string): string {
  return `- ${inlineMarkdown(text)}`;
}

/** As many lines as fit, and how many were cut. */
function lines(all: readonly string[], budget: number): string {
  let length = 0;
  const fitting = all.findIndex((line) => (length += line.length + 1) > budget);
  if (fitting < 0) return all.join("\n");
  return [
    ...all.slice(0, fitting),
    "",
    `… and ${plural(all.length - fitting, "more line")}, cut here; the full report has them.`,
  ].join("\n");
}
