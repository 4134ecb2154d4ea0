import { InputError } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";

/** What to say of a service that a stack's file does not declare; `names` are those that it does. */
export function unknownService(file: string, service: string, names: readonly string[]): InputError {
  const meant = nearest(service, names);
  const there = names.length === 0 ? "It has none yet." : `It has ${names.toSorted().join(", ")}.`;
  const remedy = meant === undefined ? there : `Did you mean ${meant}?`;
  return new InputError(`${file}: declares no service ${JSON.stringify(service)}. ${remedy}`);
}
