import { SETTINGS_FILE } from "../settings.ts";
import { findingsOf, type Finding } from "./findings.ts";
import { exceptionFingerprints, fingerprints } from "./fingerprint.ts";
import type { PolicyReport, SourceLocation } from "./report.ts";
import { EXCEPTIONS_RULE, sarifRules } from "./sarif-rules.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** SARIF 2.1.0, as code scanning reads it: a result for every violation, suppressed where an exception lets it pass. */
export function renderSarif(report: PolicyReport): string {
  const { project, stack, tier, engine, versions, hashes, verdict } = report;
  const run = {
    tool: { driver: { name: "Tidegate policy", version: versions.pack, rules: sarifRules(report) } },
    automationDetails: { id: `tidegate/${project}/${stack}/` },
    invocations: [invocation(report)],
    results: [...violations(report), ...exceptionFindings(report)],
    columnKind: "utf16CodeUnits",
    properties: {
      ...{ verdict, project, stack, tier, engine, versions },
      planSha256: hashes.plan,
      packSha256: hashes.pack,
    },
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

/** A program that broke off is no finding at a line, but an analysis that did not come to its end (3.20.21). */
function invocation({ generatedAt, brokeOff }: PolicyReport): object {
  if (brokeOff === undefined) return { executionSuccessful: true, endTimeUtc: generatedAt };
  const notification = { level: "error", message: { text: messageText(brokeOff) } };
  return { executionSuccessful: false, endTimeUtc: generatedAt, toolExecutionNotifications: [notification] };
}

function violations(report: PolicyReport): object[] {
  const findings = [...findingsOf(report, "violated"), ...findingsOf(report, "excepted")];
  const marks = fingerprints(report, findings);
  return findings.map((finding, index) => ({
    ruleId: finding.rule.id,
    ruleIndex: report.rules.indexOf(finding.rule),
    level: finding.rule.level === "mandatory" ? "error" : "warning",
    message: { text: messageText(`${finding.resource.name}: ${finding.violation.message}`) },
    locations: [locationOf(finding, `Pulumi.${report.stack}.yaml`)],
    partialFingerprints: partialFingerprints(marks[index] ?? ""),
    ...suppressed(finding),
  }));
}

function exceptionFindings(report: PolicyReport): object[] {
  const marks = exceptionFingerprints(report);
  return report.exceptionFindings.map((finding, index) => ({
    ruleId: EXCEPTIONS_RULE.id,
    ruleIndex: report.rules.length,
    level: "warning",
    message: { text: messageText(finding) },
    locations: [{ physicalLocation: { artifactLocation: artifact(SETTINGS_FILE), region: { startLine: 1 } } }],
    partialFingerprints: partialFingerprints(marks[index] ?? ""),
  }));
}

/** The second name is the only one that GitHub compares; left out, it would take the hash of the line there. */
function partialFingerprints(mark: string): Record<string, string> {
  return { "tidegateViolation/v1": mark, primaryLocationLineHash: mark };
}

/** Somewhere in the stack's file, where no key is known: code hosts refuse a file with a finding that is nowhere. */
function locationOf({ resource, violation }: Finding, stackFile: string): object {
  return {
    physicalLocation: physicalLocation(violation.location ?? { file: stackFile, line: 1, column: 1 }),
    logicalLocations: [{ name: resource.name, fullyQualifiedName: resource.urn, kind: "resource" }],
  };
}

function physicalLocation({ file, line, column }: Omit<SourceLocation, "key">): object {
  return { artifactLocation: artifact(file), region: { startLine: line, startColumn: column } };
}

function artifact(file: string): object {
  return { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

function suppressed({ violation: { exception } }: Finding): { suppressions?: object[] } {
  if (exception === undefined) return {};
  const { reason, owner, expires, ticket } = exception;
  const justification = `${reason} (${ticket}, ${owner}, until ${expires})`;
  return { suppressions: [{ kind: "external", status: "accepted", justification }] };
}

/**
 * Text that no viewer takes for a placeholder (`{0}`) or a link (`[text](address)`). Other braces stay single against
 * SARIF 2.1.0, 3.11.5, because viewers show doubled ones as they are.
 */
function messageText(text: string): string {
  return text.replace(/\{(\d+)\}/g, "{{$1}}").replaceAll("](", "\\](");
}
