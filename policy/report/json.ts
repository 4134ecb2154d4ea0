import type { PolicyReport } from "./report.ts";

/** The report itself, with sorted keys, so that two reports can be compared as texts. */
export function renderJson(report: PolicyReport): string {
  return `${JSON.stringify(report, sorted, 2)}\n`;
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
