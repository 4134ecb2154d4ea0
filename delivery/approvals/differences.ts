import { safeText } from "../../model/shown-text.ts";

/** A value in two objects: a path, and what each of them has there. */
export interface Difference {
  path: string;
  before: unknown;
  after: unknown;
}

/** Where two values differ, key by key however deep, sorted by path. Lists count as a whole; equal values give nothing. */
export function differences(before: unknown, after: unknown, path = ""): Difference[] {
  if (!isObject(before) || !isObject(after)) return isSame(before, after) ? [] : [{ path, before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return keys.flatMap((key) => differences(before[key], after[key], path === "" ? key : `${path}.${key}`));
}

/** `limits.memory "256MiB" → "1GiB"`, `command (none) → ["serve"]`. */
export function differenceText({ path, before, after }: Difference): string {
  return `${path} ${valueText(before)} → ${valueText(after)}`;
}

/** A value for people, in one line. What would paint over a terminal or turn the reading order stands as its number. */
export function valueText(value: unknown): string {
  return value === undefined ? "(none)" : safeText(JSON.stringify(value));
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => differences(item, b[index]).length === 0);
  }
  return a === b;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
