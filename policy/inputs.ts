import { Secret } from "@pulumi/policy";
import { UNKNOWN } from "./unknown.ts";

/** A resource's inputs as plain data: secrets in clear, {@link UNKNOWN} for what is not known yet. */
export function readInputs(inputs: object): Record<string, unknown> {
  return open(inputs) as Record<string, unknown>; // an object stays one
}

/** Paths of the inputs that Pulumi keeps secret, as a remediation sees them. */
export function findSecrets(inputs: object): string[] {
  return [...secretsIn(inputs, [])];
}

/** What Pulumi sends for a value that is not known yet, a text for each type of value. */
const SENTINELS: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

function* secretsIn(value: unknown, path: readonly string[]): Generator<string> {
  if (value instanceof Secret) yield path.join(".");
  else if (typeof value === "object" && value !== null) {
    for (const [key, child] of children(value)) yield* secretsIn(child, [...path, key]);
  }
}

function open(value: unknown): unknown {
  if (SENTINELS.has(value)) return UNKNOWN;
  if (value instanceof Secret) return open(value.value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return children(value).map(([, child]) => open(child));
  return Object.fromEntries(children(value).map(([key, child]) => [key, open(child)]));
}

/**
 * Read by property descriptor, because the objects a rule is given are proxies: their ordinary access throws on the first
 * unknown value, and opens secrets.
 */
function children(value: object): [key: string, child: unknown][] {
  return Object.keys(value).map((key) => [key, Reflect.getOwnPropertyDescriptor(value, key)?.value]);
}
