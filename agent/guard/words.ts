import type { GuardVerdict } from "../../model/guard-verdict.ts";

/** `0.25%`, `12.5%`, `93 ms`, `4.2 ms`, `1250.5`; a value that is not 0 never looks like it. */
export function valueText(value: number, unit: GuardVerdict["unit"]): string {
  if (unit === "replicas") return String(value);
  if (unit === "number") return String(Number(value.toPrecision(6)));
  if (unit === "ms") return `${round(value, value < 9.95 ? 1 : 0)} ms`;
  if (value > 0 && value < 0.0001) return "less than 0.01%";
  return `${round(value * 100, value < 0.01 ? 2 : 1)}%`;
}

function round(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
