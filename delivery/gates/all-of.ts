import type { Finding } from "./gate.ts";

/**
 * What a gate that looks at several things makes of them together: it passes when all do, and then tells all; else it tells
 * everything that is wrong at once, and what to do about each. What is wrong counts before what nobody knows.
 */
export function allOf(findings: readonly Finding[]): Finding {
  const closed = (["fail", "inconclusive"] as const).flatMap((verdict) =>
    findings.filter((finding) => finding.verdict === verdict),
  );
  const told = closed.length === 0 ? findings : closed;
  const seen = told.map((finding) => finding.seen).join("; ");
  const [first] = closed;
  if (first === undefined) return { verdict: "pass", seen };
  const remedies = [...new Set(closed.flatMap(({ remedy }) => remedy ?? []))];
  return { verdict: first.verdict, seen, ...(remedies.length === 0 ? {} : { remedy: remedies.join(" ") }) };
}
