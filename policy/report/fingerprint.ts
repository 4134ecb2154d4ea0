import { createHash } from "node:crypto";
import type { Finding } from "./findings.ts";
import type { PolicyReport } from "./report.ts";
import { violationPath } from "./violation-path.ts";

/**
 * What makes a finding the same one in the next run: rule, stack, resource and path, neither the message nor the line. A
 * second one of the same path gets a number, because consumers keep only one of each.
 */
export function fingerprints({ project, stack }: PolicyReport, findings: readonly Finding[]): string[] {
  return numbered(
    findings.map(({ rule, resource, violation }) =>
      hash([rule.id, project, stack, `${resource.type}::${resource.name}`, violationPath(violation.message)]),
    ),
  );
}

/** The same for what is wrong with exceptions: their sentences name rule and resource, their paths only a position. */
export function exceptionFingerprints({ project, stack, exceptionFindings }: PolicyReport): string[] {
  return numbered(exceptionFindings.map((finding) => hash([project, stack, finding.replace(/^\S+: /, "")])));
}

function hash(identity: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32);
}

function numbered(hashes: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return hashes.map((one) => {
    const occurrence = (seen.get(one) ?? 0) + 1;
    seen.set(one, occurrence);
    return `${one}:${occurrence}`;
  });
}
