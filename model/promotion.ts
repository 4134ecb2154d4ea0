import { matchesGlob } from "./glob.ts";

/** Keys of a stack file that differ from one environment to the next by their nature. `*` stands for any characters. */
export const DIFFER_BY_NATURE: readonly string[] = [
  "tidegate:host",
  "tidegate:aws",
  "tidegate:tier",
  "tidegate:edge",
  "tidegate:network",
  "tidegate:observability",
  "tidegate:secrets",
  "tidegate:certificates",
  "tidegate:registries",
  "tidegate:retire",
  "tidegate:gates",
  "tidegate:services.*.gates",
  "tidegate:services.*.activeColor",
  "tidegate:services.*.replicas",
  "tidegate:services.*.maxReplicas",
  "tidegate:services.*.gate",
  "tidegate:services.*.drain",
  "tidegate:services.*.route.host",
  "tidegate:services.*.route.hosts",
  "tidegate:services.*.route.redirects",
  "tidegate:services.*.blue.version",
  "tidegate:services.*.blue.image",
  "tidegate:services.*.green.version",
  "tidegate:services.*.green.image",
];

/** A key that two configs do not have alike. */
export interface ConfigDifference {
  key: string;
  /** `added`: only the later one has it; `missing`: only the earlier one. */
  kind: "added" | "missing" | "changed";
}

/**
 * Keys of two stack files' configs, as they are written, that differ and may not, sorted. A pattern of `mayDiffer` covers its key and
 * everything below.
 */
export function configDifferences(before: unknown, after: unknown, mayDiffer: readonly string[]): ConfigDifference[] {
  const [was, is] = [flatten(before), flatten(after)];
  const keys = [...new Set([...was.keys(), ...is.keys()])].toSorted();
  return keys
    .filter((key) => was.get(key) !== is.get(key) && !mayDiffer.some((pattern) => covers(pattern, key)))
    .map((key) => ({ key, kind: !is.has(key) ? "missing" : !was.has(key) ? "added" : "changed" }));
}

function covers(pattern: string, key: string): boolean {
  return matchesGlob(pattern, key) || matchesGlob(`${pattern}.*`, key);
}

/** Every value that holds no others as JSON, by its path. No two stacks share a ciphertext, so all of those are equal. */
function flatten(value: unknown, path = ""): Map<string, string> {
  if (typeof value !== "object" || value === null) return new Map([[path, JSON.stringify(value)]]);
  if ("secure" in value) return new Map([[path, "secure"]]);
  if (Array.isArray(value) && value.length === 0) return new Map([[path, "[]"]]);
  const children = Object.entries(value).flatMap(([key, child]) => [
    ...(path === "" ? flatten(asText(child), key) : flatten(child, `${path}.${key}`)),
  ]);
  return new Map(children);
}

/** At the top of a config the Pulumi CLI puts every plain value in quotes when it writes the file, and programs read both alike. */
function asText(value: unknown): unknown {
  return typeof value === "boolean" || typeof value === "number" ? String(value) : value;
}
