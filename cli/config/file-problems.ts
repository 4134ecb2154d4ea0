import { basename } from "node:path";
import { ProblemsError } from "../../model/errors.ts";
import { parseStackConfig, type StackConfig } from "../../model/parse-stack-config.ts";
import { parseYaml } from "../../model/parse-yaml.ts";
import { replaceSealed } from "../../model/sealed.ts";
import { stackOfFile } from "../project/find-project.ts";

/** Stands for a sealed value, which nobody can judge without the passphrase. */
const SEALED = "-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----";

/** Everything that is wrong with tidegate's part of a stack file's text; the name of the file, in `path`, says which stack's it is. */
export function fileProblems(text: string, path: string): readonly string[] {
  try {
    parseStackFile(text, path);
    return [];
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
}

/** Tidegate's part of a stack file's text, read without the passphrase: sealed values stand there as a text that is none. */
export function parseStackFile(text: string, path: string): StackConfig {
  const content = parseYaml(text, path) as { config?: unknown } | null; // judged step by step
  const config = typeof content?.config === "object" && content.config !== null ? content.config : {};
  const own = Object.entries(config).flatMap(([key, value]) =>
    key.startsWith("tidegate:") ? [[key.slice("tidegate:".length), replaceSealed(value, SEALED)]] : [],
  );
  const stack = stackOfFile(basename(path));
  if (stack === undefined) throw new Error(`not the name of a stack's file: ${path}`);
  return parseStackConfig(Object.fromEntries(own) as Record<string, unknown>, stack);
}
