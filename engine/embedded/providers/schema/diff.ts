import { UNKNOWN, type Diff, type PlainObject, type PlainValue } from "../../provider.ts";
import { isPlainObject } from "./check.ts";
import type { Kind, Property, Table } from "./property.ts";

/**
 * Compares what the state says a resource is (its outputs) with new checked inputs, the way the stock plugin does: what
 * the program leaves out is a difference only where nothing but the program decides it.
 */
export function diffInputs(table: Table, state: PlainObject, news: PlainObject): Omit<Diff, "deleteBeforeReplace"> {
  const changes: string[] = [];
  const replaces: string[] = [];
  for (const [name, property] of Object.entries(table)) {
    const paths = diffProperty(name, property, state[name], news[name]);
    changes.push(...paths);
    replaces.push(...paths.filter((path) => changeAt(property, name, path) === "replaces"));
  }
  return { changes, replaces };
}

function changeAt(property: Property, name: string, path: string): Property["change"] {
  return path === name ? property.change : (property.within ?? property.change);
}

function diffProperty(
  path: string,
  property: Property,
  old: PlainValue | undefined,
  value: PlainValue | undefined,
): string[] {
  if (property.exact === true && (old === undefined) !== (value === undefined)) return [path];
  if (isZero(value)) {
    if (property.reported === true && (value === undefined || value === "")) return [];
    return isZero(old) ? [] : [path];
  }
  if (isZero(old)) return [path];
  // the stock plugin knows only the number of elements to be a change of the whole
  if (property.within !== undefined && property.kind.type === "set" && lengthOf(old) !== lengthOf(value)) return [path];
  return diffValue(path, property.kind, old, value);
}

function diffValue(path: string, kind: Kind, old: PlainValue | undefined, value: PlainValue | undefined): string[] {
  if (value === UNKNOWN || old === UNKNOWN) return [path];
  switch (kind.type) {
    case "set":
      return sameSet(kind.fields, old, value) ? [] : diffSet(path, kind.fields, old, value);
    case "list":
      return diffElements(path, elementKind(kind.fields), old, value);
    case "map":
      return diffKeys(path, { type: "string" }, old, value);
    case "block":
      return diffFields(path, kind.fields, old, value);
    case "any":
      if (Array.isArray(old) && Array.isArray(value)) return diffElements(path, kind, old, value);
      if (isPlainObject(old) && isPlainObject(value)) return diffKeys(path, kind, old, value);
      return old === value ? [] : [path];
    default:
      return old === value || (isZero(old) && isZero(value)) ? [] : [path];
  }
}

function diffElements(path: string, kind: Kind, old: PlainValue | undefined, value: PlainValue | undefined): string[] {
  const before = asList(old);
  const after = asList(value);
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index).flatMap((index) => {
    if (index >= before.length || index >= after.length) return [`${path}[${index}]`];
    return diffValue(`${path}[${index}]`, kind, before[index], after[index]);
  });
}

function diffKeys(path: string, kind: Kind, old: PlainValue | undefined, value: PlainValue | undefined): string[] {
  const before = isPlainObject(old) ? old : {};
  const after = isPlainObject(value) ? value : {};
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const inner = /^[^.[\]"]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
    return key in before && key in after ? diffValue(inner, kind, before[key], after[key]) : [inner];
  });
}

function diffFields(path: string, fields: Table, old: PlainValue | undefined, value: PlainValue | undefined): string[] {
  if (!isPlainObject(old) || !isPlainObject(value)) return [path];
  return Object.entries(fields).flatMap(([name, field]) =>
    diffProperty(`${path}.${name}`, field, old[name], value[name]),
  );
}

/** The elements that came, by their new index; the whole when some only went. */
function diffSet(
  path: string,
  fields: Table | undefined,
  old: PlainValue | undefined,
  value: PlainValue | undefined,
): string[] {
  const came = asList(value).flatMap((element, index) =>
    asList(old).some((other) => sameElement(fields, other, element)) ? [] : [`${path}[${index}]`],
  );
  return came.length > 0 ? came : [path];
}

/** Whether two lists have the same elements, in whatever order. */
function sameSet(fields: Table | undefined, old: PlainValue | undefined, value: PlainValue | undefined): boolean {
  const left = [...asList(old)];
  const after = asList(value);
  if (left.length !== after.length) return false;
  return after.every((element) => {
    const index = left.findIndex((other) => sameElement(fields, other, element));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

function sameElement(fields: Table | undefined, old: PlainValue, value: PlainValue): boolean {
  return diffValue("", elementKind(fields), old, value).length === 0;
}

function elementKind(fields: Table | undefined): Kind {
  return fields === undefined ? { type: "string" } : { type: "block", fields };
}

function asList(value: PlainValue | undefined): PlainValue[] {
  return Array.isArray(value) ? value : [];
}

function lengthOf(value: PlainValue | undefined): number {
  return asList(value).length;
}

/** The values that mean the same as leaving the property out. */
export function isZero(value: PlainValue | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isPlainObject(value) && Object.keys(value).length === 0;
}
