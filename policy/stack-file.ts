import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";

/** Keys of a stack file below which every text is a secret. */
const SECRET_KEYS: readonly (readonly string[])[] = [
  ["tidegate:secrets"],
  ["tidegate:certificates"],
  ["tidegate:registries", "*", "password"],
];

/**
 * Paths of the secrets that the stack's file holds in plain text. The engine hands a pack the decrypted config, so only the
 * file itself tells which values were encrypted. Nothing when there is no such file, as with config kept elsewhere.
 */
export function plaintextSecrets(file: string | undefined = stackFile()): string[] {
  if (file === undefined || !existsSync(file)) return [];
  const { config } = (parse(readFileSync(file, "utf8")) ?? {}) as { config?: unknown }; // judged step by step below
  return SECRET_KEYS.flatMap((keys) => plaintextBelow(config, keys, []));
}

function plaintextBelow(value: unknown, keys: readonly string[], path: readonly string[]): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return keys.length === 0 ? [path.join(".")] : [];
  if ("secure" in value) return [];
  const [key, ...rest] = keys;
  return Object.entries(value).flatMap(([name, child]) =>
    key === undefined || key === "*" || key === name ? plaintextBelow(child, rest, [...path, name]) : [],
  );
}

/** `Pulumi.<stack>.yaml` of the project that is running, or else of the one the pack lies in. */
function stackFile(): string | undefined {
  const stack = process.env["PULUMI_NODEJS_STACK"] ?? process.env["PULUMI_STACK"];
  const project = process.env["TIDEGATE_PROJECT_DIR"] ?? projectAbove(import.meta.dirname);
  return stack === undefined || project === undefined ? undefined : join(project, `Pulumi.${stack}.yaml`);
}

function projectAbove(folder: string): string | undefined {
  if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : projectAbove(parent);
}
