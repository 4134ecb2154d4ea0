const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/g;

/** Reads a duration as Go (and so the option `customTimeouts`) writes it: `"1h30m"`, `"90s"`; undefined for anything else. */
export function parseGoDurationMs(text: string): number | undefined {
  const parts = [...text.matchAll(PART)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return undefined;
  return parts.reduce((total, [, amount, unit = "s"]) => total + Number(amount) * (UNIT_MS[unit] ?? 0), 0);
}
