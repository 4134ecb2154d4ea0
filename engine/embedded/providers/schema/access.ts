import type { PlainObject } from "../../provider.ts";
import { isPlainObject } from "./check.ts";

/** Reads of checked inputs: the check has seen to the types, so anything else found here is our bug. */

export function text(inputs: PlainObject, name: string): string | undefined {
  const value = inputs[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw wrong(name, "a string");
  return value;
}

export function requiredText(inputs: PlainObject, name: string): string {
  const value = text(inputs, name);
  if (value === undefined) throw wrong(name, "set");
  return value;
}

export function number(inputs: PlainObject, name: string): number | undefined {
  const value = inputs[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number") throw wrong(name, "a number");
  return value;
}

export function flag(inputs: PlainObject, name: string): boolean {
  const value = inputs[name] ?? false;
  if (typeof value !== "boolean") throw wrong(name, "a boolean");
  return value;
}

export function texts(inputs: PlainObject, name: string): string[] {
  const value = inputs[name] ?? [];
  if (!Array.isArray(value)) throw wrong(name, "a list");
  return value.map((element) => {
    if (typeof element !== "string") throw wrong(name, "a list of strings");
    return element;
  });
}

export function textMap(inputs: PlainObject, name: string): Record<string, string> {
  const value = inputs[name] ?? {};
  if (!isPlainObject(value)) throw wrong(name, "a map");
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => {
      if (typeof element !== "string") throw wrong(name, "a map of strings");
      return [key, element];
    }),
  );
}

export function block(inputs: PlainObject, name: string): PlainObject | undefined {
  const value = inputs[name];
  if (value === undefined || value === null) return undefined;
  if (!isPlainObject(value)) throw wrong(name, "an object");
  return value;
}

export function blocks(inputs: PlainObject, name: string): PlainObject[] {
  const value = inputs[name] ?? [];
  if (!Array.isArray(value)) throw wrong(name, "a list");
  return value.map((element) => {
    if (!isPlainObject(element)) throw wrong(name, "a list of objects");
    return element;
  });
}

function wrong(name: string, expected: string): Error {
  return new Error(`checked inputs: ${name} is not ${expected}`);
}
