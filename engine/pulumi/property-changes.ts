import type { PropertyChange } from "../events.ts";
import { elementName } from "../element-name.ts";
import { plainValue } from "./plain-value.ts";
import type { RawMetadata } from "./raw-event.ts";

/** What a step changes, property by property, secrets replaced. Nothing for a resource that is made or removed. */
export function propertyChanges(step: RawMetadata): PropertyChange[] {
  if (step.old == null || step.new == null) return [];
  const details = Object.entries(step.detailedDiff ?? {});
  if (details.length > 0) {
    return details.map(([path, { diffKind, inputDiff }]) =>
      change(step, path, diffKind.endsWith("-replace"), inputDiff ?? false),
    );
  }
  const replaces = new Set(step.keys ?? []);
  return [...new Set([...(step.diffs ?? []), ...replaces])].map((path) => change(step, path, replaces.has(path), true));
}

function change(step: RawMetadata, path: string, replaces: boolean, inputDiff: boolean): PropertyChange {
  const keys = parsePath(path);
  const before = inputDiff ? undefined : at(step.old?.outputs, keys);
  const old = plainValue(before ?? at(step.old?.inputs, keys));
  const now = plainValue(
    at(step.new?.inputs, keys) ?? (step.op === "refresh" ? at(step.new?.outputs, keys) : undefined),
  );
  const element =
    elementName(keys, (some) => plainValue(at(step.new?.inputs, some))) ??
    elementName(keys, (some) => plainValue(at(step.old?.inputs, some)));
  return {
    path,
    ...(element === undefined ? {} : { element }),
    ...(old === undefined ? {} : { old }),
    ...(now === undefined ? {} : { new: now }),
    replaces,
  };
}

/** `a.b[0]["c.d"]` as keys. */
export function parsePath(path: string): string[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted?.replaceAll(/\\(.)/g, "$1") ?? index ?? plain ?? "",
  );
}

function at(value: unknown, keys: readonly string[]): unknown {
  let inner: unknown = value;
  for (const key of keys) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = Object.hasOwn(inner, key) ? (inner as Record<string, unknown>)[key] : undefined; // own key, checked
  }
  return inner;
}
