import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseYaml } from "../model/parse-yaml.ts";
import { readTextFile } from "../model/read-text-file.ts";
import { namedTexts, type NamedText } from "./named-texts.ts";
import { projectFolder } from "./project-folder.ts";

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
export function plaintextSecrets(stack: string, file: string | undefined = stackFile(stack)): string[] {
  const config = loadConfig(file);
  return SECRET_KEYS.flatMap((keys) => plaintextBelow(config, keys, []));
}

/** Every text in the config of the stack's file that is not encrypted. */
export function plainTexts(stack: string, file: string | undefined = stackFile(stack)): NamedText[] {
  return namedTexts(loadConfig(file)).filter(({ name }) => name !== "secure");
}

function loadConfig(file: string | undefined): object {
  if (file === undefined || !existsSync(file)) return {};
  const content = parseYaml(readTextFile(file), file) as { config?: unknown } | null; // judged step by step
  return typeof content?.config === "object" && content.config !== null ? content.config : {};
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

function stackFile(stack: string): string | undefined {
  const folder = projectFolder();
  return folder === undefined ? undefined : join(folder, `Pulumi.${stack}.yaml`);
}
