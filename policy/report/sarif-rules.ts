import type { RuleSeverity } from "../rule.ts";
import type { PolicyReport, ReportedRule } from "./report.ts";

/** The middle of the ranges in which GitHub shows each severity: from 9.0 on, 7.0, 4.0 and 0.1. */
const SECURITY_SEVERITY: Readonly<Record<RuleSeverity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};

/** What judges the exceptions themselves; the last of the rules. */
export const EXCEPTIONS_RULE = {
  id: "exceptions-in-order",
  name: "ExceptionsInOrder",
  shortDescription: { text: "Exceptions in order" },
  fullDescription: { text: "Exceptions name a rule, have not expired, and are needed." },
  help: {
    text: "Correct or remove the exception in tidegate-policy.yaml.",
    markdown: "Correct or remove the exception in `tidegate-policy.yaml`.",
  },
  defaultConfiguration: { level: "warning" },
  properties: { severity: "medium", "security-severity": SECURITY_SEVERITY.medium, tags: ["security", "exceptions"] },
};

/** Descriptions of all rules, whether anything violates them or not. */
export function sarifRules({ rules }: PolicyReport): object[] {
  return [...rules.map(describe), EXCEPTIONS_RULE];
}

function describe(rule: ReportedRule): object {
  const { id, title, group, severity, level, description, rationale, remediation, framework, url } = rule;
  const { name, version, reference, specification } = framework;
  return {
    id,
    name: id.split("-").map(capitalize).join(""),
    shortDescription: { text: title },
    fullDescription: { text: `${description} ${rationale}` },
    ...(URL.canParse(url) ? { helpUri: url } : {}), // a URI has to be absolute
    help: {
      text: `${remediation}\n\n${name} ${version}, ${reference}: ${specification}`,
      markdown: helpMarkdown(rule),
    },
    defaultConfiguration: { level: level === "mandatory" ? "error" : "warning" },
    properties: {
      ...{ severity, level, framework, documentation: url },
      "security-severity": SECURITY_SEVERITY[severity],
      tags: ["security", group],
    },
  };
}

function helpMarkdown({ title, rationale, remediation, example, framework }: ReportedRule): string {
  const { name, version, reference, specification } = framework;
  return [
    `## ${title}`,
    rationale,
    `**What to do:** ${remediation}`,
    `Refused:\n\n${codeBlock(example.refused)}`,
    `Accepted:\n\n${codeBlock(example.accepted)}`,
    `*${name} ${version}, ${reference}:* ${specification}`,
  ].join("\n\n");
}

function codeBlock(text: string): string {
  return text.replace(/^/gm, "    ");
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
