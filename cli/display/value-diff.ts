import type { PropertyChange } from "../../engine/events.ts";
import { alignLines } from "./align-lines.ts";

/** One line of a shown change: what is gone, what comes, or the value at a path before and after. */
export interface DiffLine {
  kind: "change" | "add" | "remove" | "context";
  text: string;
  /** It is why the resource is replaced. */
  replaces?: boolean;
}

const MAX_VALUE = 100;
/** Above this many comparisons only the sizes of two texts are shown; two thousand lines against as many stay below. */
const MAX_CELLS = 4_000_000;

/**
 * A property change as lines: `path: old → new`. Texts of several lines are compared line by line, objects and texts that
 * hold JSON key by key, so that only what differs is shown.
 */
export function diffLines(change: PropertyChange): DiffLine[] {
  const inner = expandJson(change);
  if (inner.length !== 1 || inner[0]?.path !== change.path) return inner.flatMap(diffLines);
  const { path, old, new: now } = change;
  if (typeof old === "string" && typeof now === "string" && (isLong(old) || isLong(now))) {
    return [{ kind: "context", text: `${path}:` }, ...textDiff(old, now)];
  }
  if (old === undefined) return [{ kind: "add", text: `${path}: ${showValue(now)}` }];
  if (now === undefined) return [{ kind: "remove", text: `${path}: ${showValue(old)}` }];
  return [{ kind: "change", text: `${path}: ${showValue(old)} → ${showValue(now)}` }];
}

/** A change between two objects as those of their keys, however deep; any other change as it is. */
export function expand(change: PropertyChange): PropertyChange[] {
  const { old, new: now, ...rest } = change;
  const { path } = rest;
  if (!isObject(old) || !isObject(now)) return [change];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].toSorted();
  return keys
    .filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]))
    .flatMap((key) => expand({ ...rest, path: path === "" ? key : `${path}.${key}`, old: old[key], new: now[key] }));
}

/** The same where texts hold JSON, as inputs of commands do. */
export function expandJson(change: PropertyChange): PropertyChange[] {
  return expand({ ...change, old: readJson(change.old), new: readJson(change.new) });
}

/** Lines that went and lines that came, in order, after the longest common subsequence; equal lines are left out. */
export function textDiff(old: string, now: string): DiffLine[] {
  const a = old.split("\n");
  const b = now.split("\n");
  if (a.length * b.length > MAX_CELLS) return [{ kind: "context", text: `${a.length} lines → ${b.length} lines` }];
  return alignLines(a, b).flatMap(({ sign, text }): DiffLine[] =>
    sign === " " ? [] : [{ kind: sign === "-" ? "remove" : "add", text }],
  );
}

function isLong(text: string): boolean {
  return text.includes("\n");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a text of JSON stands for; every other value as it is. */
function readJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value; // a text that only looks like JSON
  }
}

function showValue(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const line = text.replaceAll("\n", "⏎");
  return line.length > MAX_VALUE ? `${line.slice(0, MAX_VALUE - 1)}…` : line;
}
