import { existsSync } from "node:fs";
import { join } from "node:path";
import { isCollection, isMap, isScalar, type Document } from "yaml";
import { removeFromYaml, setInYaml } from "../../model/edit-yaml.ts";
import { InputError } from "../../model/errors.ts";
import { parseYamlDocument } from "../../model/parse-yaml.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { writeFileAtomically } from "../embedded/state/atomic-file.ts";
import type { StackRef } from "../engine.ts";
import { type ConfigKey, parseConfigKey } from "./config-key.ts";

/** A value of a stack's config, as JSON has them. */
export type ConfigValue = string | number | boolean | readonly ConfigValue[] | { readonly [key: string]: ConfigValue };

/** A change of a stack's file that is not written yet. */
export interface ConfigEdit {
  path: string;
  before: string;
  after: string;
}

/**
 * The stack's file with one value set; every other byte is kept. Throws an InputError where a single value stands in the way
 * of an object, and where a whole object or list would be replaced.
 */
export function withValue(ref: StackRef, key: string, value: ConfigValue | { secure: string }): ConfigEdit {
  const { path, source } = readStackFile(ref);
  return { path, before: source, after: setInText(ref, source, key, value) };
}

/** The stack's file with several values set, in one write; see {@link withValue}. */
export function withValues(ref: StackRef, values: Readonly<Record<string, ConfigValue>>): ConfigEdit {
  const { path, source } = readStackFile(ref);
  const after = Object.entries(values).reduce((text, [key, value]) => setInText(ref, text, key, value), source);
  return { path, before: source, after };
}

/** The text of a stack's file with one value set; see {@link withValue}. */
export function setInText(ref: StackRef, source: string, key: string, value: ConfigValue | { secure: string }): string {
  const { document, steps } = locate(ref, key, source);
  for (let depth = 1; depth < steps.length; depth += 1) {
    const node: unknown = document.getIn(steps.slice(0, depth), true);
    if (!isScalar(node) || node.value === null) continue;
    const where = steps.slice(1, depth).join(".");
    throw new InputError(
      `${key}: ${where} is a single value, not an object. Remove it first (\`tidegate config rm\`).`,
    );
  }
  const found: unknown = document.getIn(steps, true);
  if (isCollection(found) && found.items.length > 0 && !found.has("secure")) {
    throw new InputError(
      `${key}: holds ${found.items.length} ${isMap(found) ? "keys" : "items"}, which this would replace. ` +
        "Set what is in it, one by one, or remove it first (`tidegate config rm`).",
    );
  }
  return setInYaml(source, steps, value);
}

/** The stack's file without a value; undefined where there is none. */
export function withoutValue(ref: StackRef, key: string): ConfigEdit | undefined {
  const { path, source } = readStackFile(ref);
  const after = removeFromText(ref, source, key);
  return after === source ? undefined : { path, before: source, after };
}

/** The text of a stack's file without a value; itself where there is none. */
export function removeFromText(ref: StackRef, source: string, key: string): string {
  const { document, steps } = locate(ref, key, source);
  return document.hasIn(steps) ? removeFromYaml(source, steps) : source;
}

/** What stands in the stack's file, encrypted where it is; undefined where nothing does. */
export function readValue(ref: StackRef, key: string): unknown {
  return readInText(ref, readStackFile(ref).source, key);
}

/** What stands in the text of a stack's file; see {@link readValue}. */
export function readInText(ref: StackRef, source: string, key: string): unknown {
  const { document, steps } = locate(ref, key, source);
  const found = document.getIn(steps);
  return found === undefined ? undefined : toPlain(found, document);
}

/** Writes a change, whole or not at all. */
export async function writeEdit({ path, after }: ConfigEdit): Promise<void> {
  await writeFileAtomically(path, after, { backup: false, mode: 0o644 });
}

/** Path and text of a stack's file; one that is not there reads as an empty one. */
export function readStackFile(ref: StackRef): { path: string; source: string } {
  const path = stackFilePath(ref);
  return { path, source: existsSync(path) ? readTextFile(path) : "" };
}

function stackFilePath({ projectDir, stack }: StackRef): string {
  return join(projectDir, `Pulumi.${stack}.yaml`);
}

function locate(ref: StackRef, key: string, source: string) {
  const path = stackFilePath(ref);
  const document = parseYamlDocument(source, path);
  if (document.contents !== null && !isMap(document.contents)) {
    throw new InputError(`${path}: must hold keys such as \`config\`. Correct it.`);
  }
  const target = parseConfigKey(key, ref.project);
  return { document, steps: ["config", existingKey(document, target, ref.project), ...target.path] };
}

/** The key as the file spells it: `tidegate:services`, `services`. */
function existingKey(document: Document, target: ConfigKey, project: string): string {
  const config: unknown = document.get("config", true);
  const short = target.key.slice(project.length + 1);
  const isOwn = target.key.startsWith(`${project}:`);
  return isOwn && isMap(config) && !config.has(target.key) && config.has(short) ? short : target.key;
}

function toPlain(value: unknown, document: Document): unknown {
  if (isScalar(value)) return value.value;
  const node = value as { toJS?: (document: Document) => unknown };
  return typeof node.toJS === "function" ? node.toJS(document) : value;
}
