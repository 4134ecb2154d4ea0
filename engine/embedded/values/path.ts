import { isObject, Secret, type Value, type ValueObject } from "./value.ts";

/** Steps into a property: names and list indexes; `*` stands for every one. */
export type PropertyPath = readonly (string | number)[];

const STEP = /^(?:\.?([^.[\]"]+)|\[(\d+|\*)\]|\.?\["((?:[^"\\]|\\.)*)"\])/;

/** Reads `labels.foo`, `envs[0]`, `ports[*].internal` or `root["a.b"]`; undefined when it is none. */
export function parsePath(text: string): PropertyPath | undefined {
  const steps: (string | number)[] = [];
  let rest = text;
  while (rest !== "") {
    const match = STEP.exec(rest);
    if (match === null) return undefined;
    const [whole, name, index, quoted] = match;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(index === "*" ? "*" : Number(index));
    else steps.push((quoted ?? "").replaceAll(/\\(.)/g, "$1"));
    rest = rest.slice(whole.length);
  }
  return steps.length === 0 ? undefined : steps;
}

/** Writes a path the way {@link parsePath} reads it. */
export function renderPath(path: PropertyPath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[^.[\]"]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** The value at a path, with the secrecy of anything it lies in; undefined when there is none. */
export function getAt(root: Value | undefined, path: PropertyPath): Value | undefined {
  if (root === undefined || path.length === 0) return root;
  const [step = "", ...rest] = path;
  if (root instanceof Secret) {
    const inner = getAt(root.value, path);
    return inner === undefined ? undefined : new Secret(inner);
  }
  if (Array.isArray(root)) return getAt(root[Number(step)], rest);
  return isObject(root) && Object.hasOwn(root, step) ? getAt(root[step], rest) : undefined;
}

/** Whether `path` lies at or below `pattern`, or above it: a change of the whole changes the part. */
export function touches(pattern: PropertyPath, path: PropertyPath): boolean {
  return pattern.slice(0, path.length).every((step, index) => step === "*" || String(step) === String(path[index]));
}

/** `news` with everything at `path` as it was in `olds`: kept, put back, or taken away. */
export function keepOld(news: ValueObject, olds: ValueObject, path: PropertyPath): ValueObject {
  const kept = keepValue(news, olds, path);
  return isObject(kept) ? kept : news;
}

function keepValue(news: Value | undefined, olds: Value | undefined, path: PropertyPath): Value | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return olds;
  const inner = news instanceof Secret ? news.value : news;
  const old = olds instanceof Secret ? olds.value : olds;
  if (Array.isArray(inner)) {
    const before = Array.isArray(old) ? old : [];
    const indexes = step === "*" ? [...Array(Math.max(inner.length, before.length)).keys()] : [Number(step)];
    const result: (Value | undefined)[] = [...inner];
    for (const index of indexes) result[index] = keepValue(inner[index], before[index], rest);
    return rewrap(
      result.filter((value) => value !== undefined),
      news,
    );
  }
  if (isObject(inner) || (inner === undefined && isObject(old) && rest.length === 0)) {
    const after = isObject(inner) ? inner : {};
    const before = isObject(old) ? old : {};
    const names = step === "*" ? [...new Set([...Object.keys(after), ...Object.keys(before)])] : [String(step)];
    const result: ValueObject = { ...after };
    for (const name of names) {
      const kept = keepValue(after[name], before[name], rest);
      if (kept === undefined) delete result[name];
      else result[name] = kept;
    }
    return rewrap(result, news);
  }
  return news;
}

function rewrap(value: Value, like: Value | undefined): Value {
  return like instanceof Secret ? new Secret(value) : value;
}
