import { Secret } from "@pulumi/policy";

/** One text among a resource's inputs, with its path: `environment.LOG_LEVEL`, `envs.0`. */
export interface InputText {
  path: string;
  text: string;
}

/** Paths of the inputs that Pulumi keeps secret, as a remediation sees them. */
export function findSecrets(inputs: object): string[] {
  return [...walk(inputs, [])].flatMap(({ path, value }) => (value instanceof Secret ? [path] : []));
}

/** Every text among the inputs. A value a preview cannot know yet is left out, so that the rest can be judged already. */
export function findTexts(inputs: object): InputText[] {
  return [...walk(inputs, [])].flatMap(({ path, value }) =>
    typeof value === "string" && !UNKNOWN.test(value) ? [{ path, text: value }] : [],
  );
}

/** What stands for a value that is not known yet. Pulumi has one such text per type of value. */
const UNKNOWN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * All values that hold no others. Read by property descriptor, because the objects a rule is given are proxies: their
 * ordinary access throws on the first unknown value, and opens secrets.
 */
function* walk(value: unknown, path: readonly string[]): Generator<{ path: string; value: unknown }> {
  if (typeof value !== "object" || value === null || value instanceof Secret) {
    yield { path: path.join("."), value };
    return;
  }
  for (const [key, { enumerable, value: child }] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (enumerable === true) yield* walk(child, [...path, key]);
  }
}
