import type { TopLine } from "./top-line.ts";

/** `guard: errors pass, p95 inconclusive`; undefined where no guard watches a release. */
export function verdictsText(verdicts: TopLine["services"][string]["verdicts"]): string | undefined {
  const words = Object.entries(verdicts).map(([rule, verdict]) => `${rule} ${verdict}`);
  return words.length === 0 ? undefined : `guard: ${words.join(", ")}`;
}
