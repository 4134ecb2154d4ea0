import { isDeepStrictEqual } from "node:util";
import { type Diff, type ResourceProvider, UNKNOWN } from "../provider.ts";
import type { ResourceState } from "../state/state.ts";
import { plainValue, toPlain } from "../values/plain.ts";
import { keepOld, parsePath, type PropertyPath, touches } from "../values/path.ts";
import { hasUnknown, type ValueObject } from "../values/value.ts";
import type { Goal } from "./goal.ts";
import { providerUrn } from "./urn.ts";

/** What is to be done for one resource of the program. */
export interface Plan {
  op: "same" | "create" | "update" | "replace";
  /** Paths that differ, and those of them that make it a replacement. */
  changes: readonly string[];
  replaces: readonly string[];
  /** `replace` only: the old one goes first. */
  deleteFirst: boolean;
}

const CREATE: Plan = { op: "create", changes: [], replaces: [], deleteFirst: false };

/** Decides for a resource with a provider; `news` are its checked inputs, with {@link applyIgnoreChanges} done. */
export function planCustom(
  goal: Goal,
  old: ResourceState | undefined,
  news: ValueObject,
  provider: ResourceProvider,
): Plan {
  if (old === undefined || old.external) return CREATE;
  const existing = { id: old.id, inputs: toPlain(old.inputs), outputs: toPlain(old.outputs) };
  const diff = withoutIgnored(provider.diff(existing, toPlain(news)), goal.ignoreChanges);
  const replaces = [...diff.replaces, ...forcedReplaces(diff, goal.replaceOnChanges)];
  const deleteFirst = !old.pendingReplacement && (goal.deleteBeforeReplace ?? diff.deleteBeforeReplace);
  const isBroken = old.pendingReplacement || old.initErrors.length > 0;
  if (replaces.length > 0 || isBroken || providerOf(old) !== providerOf(goal)) {
    return { op: "replace", changes: diff.changes, replaces: [...new Set(replaces)], deleteFirst };
  }
  const differs = diff.changes.length > 0 || old.interrupted;
  return { op: differs ? "update" : "same", changes: diff.changes, replaces: [], deleteFirst: false };
}

/** Decides for a component or a provider resource, which exist in the state only and are never replaced. */
export function planLocal(old: ResourceState | undefined, news: ValueObject): Plan {
  if (old === undefined) return CREATE;
  const names = new Set([...Object.keys(old.inputs), ...Object.keys(news)]);
  const changes = [...names].filter((name) => !same(old.inputs[name], news[name])).toSorted();
  return { op: changes.length > 0 ? "update" : "same", changes, replaces: [], deleteFirst: false };
}

/** `inputs` with everything the option `ignoreChanges` names as it is in the state. */
export function applyIgnoreChanges(
  inputs: ValueObject,
  old: ResourceState | undefined,
  paths: readonly PropertyPath[],
): ValueObject {
  if (old === undefined) return inputs;
  return paths.reduce((news, path) => keepOld(news, old.inputs, path), inputs);
}

/** Whether `dependent` would have to be replaced if the resources in `replaced` were: Pulumi's own rule. */
export function mustFollow(
  dependent: ResourceState,
  replaced: ReadonlySet<string>,
  find: (resource: ResourceState) => ResourceProvider,
): boolean {
  if (!dependent.custom || dependent.external) return false;
  if (dependent.provider !== undefined && replaced.has(providerUrn(dependent.provider))) return true;
  const affected = Object.entries(dependent.propertyDependencies)
    .filter(([name, urns]) => name in dependent.inputs && urns.some((urn) => replaced.has(urn)))
    .map(([name]) => name);
  if (affected.length === 0) return false;
  const news: ValueObject = { ...dependent.inputs };
  for (const name of affected) news[name] = UNKNOWN;
  const existing = { id: dependent.id, inputs: toPlain(dependent.inputs), outputs: toPlain(dependent.outputs) };
  return find(dependent).diff(existing, toPlain(news)).replaces.length > 0;
}

/**
 * Providers compare with the state's outputs, which can differ from its inputs: spelled otherwise, or changed by hand. What
 * `ignoreChanges` names is no change then either.
 */
function withoutIgnored(diff: Diff, patterns: readonly PropertyPath[]): Diff {
  const counts = (change: string) => {
    const path = parsePath(change) ?? [change];
    return !patterns.some((pattern) => pattern.length <= path.length && touches(pattern, path));
  };
  return { ...diff, changes: diff.changes.filter(counts), replaces: diff.replaces.filter(counts) };
}

function forcedReplaces(diff: Diff, patterns: readonly PropertyPath[]): readonly string[] {
  return diff.changes.filter((change) => {
    const path = parsePath(change) ?? [change];
    return patterns.some((pattern) => touches(pattern, path));
  });
}

function providerOf(resource: { provider?: string }): string | undefined {
  return resource.provider === undefined ? undefined : providerUrn(resource.provider);
}

function same(a: ValueObject[string] | undefined, b: ValueObject[string] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (hasUnknown(a) || hasUnknown(b)) return false;
  return isDeepStrictEqual(plainValue(a), plainValue(b)); // whatever the order of keys
}
