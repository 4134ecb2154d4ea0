/** A step into a value: the name of an object's member, or the place in a list. */
export type JsonStep = string | number;

const STEP = /\.([A-Za-z_][\w-]*)|\[(\d{1,6})\]|\["([^"\\]+)"\]|\['([^'\\]+)'\]/y;

/**
 * Reads the small part of JSONPath (RFC 9535) that names one value: `$`, `.name`, `["any name"]` and `[0]`. Undefined for anything
 * else: what may name several values could be right by chance.
 */
export function parseJsonPath(text: string): JsonStep[] | undefined {
  if (!text.startsWith("$")) return undefined;
  const steps: JsonStep[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (match === null) return undefined;
    const [, name, index, double, single] = match;
    steps.push(index === undefined ? (name ?? double ?? single ?? "") : Number(index));
  }
  return steps;
}

/** What is there; undefined, which JSON does not have, when nothing is. */
export function readJsonPath(value: unknown, steps: readonly JsonStep[]): unknown {
  let here = value;
  for (const step of steps) {
    if (typeof here !== "object" || here === null) return undefined;
    if (Array.isArray(here) !== (typeof step === "number")) return undefined;
    here = Object.hasOwn(here, step) ? (here as Record<JsonStep, unknown>)[step] : undefined; // an object of JSON
  }
  return here;
}
