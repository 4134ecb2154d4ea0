/** Keys that tell elements of a list apart, as resource types name them. */
const NAMING_KEYS = ["label", "name", "target", "file", "arn"] as const;

/**
 * What the innermost list element on a path is called: of a label's value its label, of a mount's source its target.
 * Undefined where no list is on the path, or its elements have no name. `valueAt` gives the plain value at a path.
 */
export function elementName<Key extends string | number>(
  keys: readonly Key[],
  valueAt: (keys: readonly Key[]) => unknown,
): string | undefined {
  const last = keys.findLastIndex((key) => /^\d+$/.test(String(key)));
  const element = last === -1 ? undefined : valueAt(keys.slice(0, last + 1));
  if (typeof element !== "object" || element === null) return undefined;
  const names = new Map<string, unknown>(Object.entries(element));
  return NAMING_KEYS.map((key) => names.get(key)).find((name): name is string => typeof name === "string");
}
