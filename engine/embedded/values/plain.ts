import type { PlainObject, PlainValue } from "../provider.ts";
import { hasSecret, isObject, Secret, type Value, type ValueObject } from "./value.ts";

/** Values as providers see them: secrets unwrapped. */
export function toPlain(values: ValueObject): PlainObject {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, plainValue(value)]));
}

export function plainValue(value: Value): PlainValue {
  if (value instanceof Secret) return plainValue(value.value);
  if (Array.isArray(value)) return value.map(plainValue);
  return isObject(value) ? toPlain(value) : value;
}

/**
 * Gives what a provider returned the secrecy of the inputs it was made from: a property is secret when the input of the
 * same name is, or when its name is in `secretNames`. A list with one secret element is secret as a whole, because a
 * provider may have sorted it.
 */
export function restoreSecrets(
  plain: PlainObject,
  inputs: ValueObject,
  secretNames: readonly string[] = [],
): ValueObject {
  return Object.fromEntries(
    Object.entries(plain).map(([key, value]) => {
      const restored = restoreValue(value, inputs[key]);
      return [key, secretNames.includes(key) && value !== null ? new Secret(restored) : restored];
    }),
  );
}

/** `outputs` as secret as {@link restoreSecrets} makes them; what is secret already stays so. */
export function keepSecrets(outputs: ValueObject, inputs: ValueObject, secretNames: readonly string[]): ValueObject {
  const restored = restoreSecrets(toPlain(outputs), inputs, secretNames);
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key, hasSecret(value) ? value : (restored[key] ?? value)]),
  );
}

function restoreValue(plain: PlainValue, input: Value | undefined): Value {
  if (input instanceof Secret) return new Secret(plain);
  if (Array.isArray(plain) && Array.isArray(input)) return restoreList(plain, input);
  if (isObject(plain) && isObject(input)) return restoreSecrets(plain, input);
  return plain;
}

function restoreList(plain: PlainValue[], input: Value[]): Value {
  if (input.some((value) => value instanceof Secret)) return new Secret(plain);
  const restored = plain.map((value, index) => restoreValue(value, input[index]));
  const moved = plain.length !== input.length && JSON.stringify(restored) !== JSON.stringify(plain);
  return moved ? new Secret(plain) : restored;
}
