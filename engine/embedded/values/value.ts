import { UNKNOWN } from "../provider.ts";

/** A property inside the engine: JSON, with secrets wrapped and what a preview cannot know as `UNKNOWN`. */
export type Value = null | boolean | number | string | typeof UNKNOWN | Secret | Value[] | ValueObject;
export type ValueObject = { [key: string]: Value };

/** A value that is never shown and is sealed in the state. Holds no further secret inside. */
export class Secret {
  readonly value: Value;

  constructor(value: Value) {
    this.value = unwrap(value);
  }

  /** So that no log or template ever prints one by accident. */
  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }
}

export function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Secret);
}

/** The value without its wrapper, one level. */
export function reveal(value: Value): Value {
  return value instanceof Secret ? value.value : value;
}

/** Whether the value, or anything in it, is a secret. */
export function hasSecret(value: Value): boolean {
  if (value instanceof Secret) return true;
  if (Array.isArray(value)) return value.some(hasSecret);
  return isObject(value) && Object.values(value).some(hasSecret);
}

/** Whether the value, or anything in it, is not known yet. */
export function hasUnknown(value: Value): boolean {
  if (value === UNKNOWN) return true;
  if (value instanceof Secret) return hasUnknown(value.value);
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

function unwrap(value: Value): Value {
  if (value instanceof Secret) return value.value;
  if (Array.isArray(value)) return value.map(unwrap);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrap(inner)]))
    : value;
}
