import { isMap, isScalar, isSeq, type Document, parseDocument, Scalar, stringify } from "yaml";
import { InputError } from "../../../model/errors.ts";
import type { StackRef } from "../../engine.ts";
import { writeFileAtomically } from "../state/atomic-file.ts";
import { StateStore } from "../state/store.ts";
import { type ConfigKey, parseConfigKey } from "./config-key.ts";
import { StackFile } from "./stack-file.ts";
import { Vault } from "./vault.ts";

/**
 * Sets one value in the stack's file and leaves everything else as it stands there, comments included. Below a key,
 * `true`, `false` and whole numbers are stored as such, as `pulumi config set --path` does, unless `asText`; `secret` encrypts the text.
 */
export async function setConfig(
  ref: StackRef,
  text: string,
  value: string,
  options: { secret: boolean; asText?: boolean },
): Promise<void> {
  const target = parseConfigKey(text, ref.project);
  const file = StackFile.load(ref);
  const source = file.source;
  const path = ["config", existingKey(file.document, target, ref.project), ...target.path];
  if (!options.secret) {
    const plain = target.path.length > 0 && options.asText !== true ? coerce(value) : value;
    await write(
      file.path,
      replaceScalar(file.document, source, path, plain) ?? setNode(file.document, path, plain, text),
    );
    return;
  }
  const cipher = await new StateStore(ref, new Vault(file), () => undefined).sealer();
  if (file.salt === undefined) file.document.set("encryptionsalt", cipher.salt);
  await write(file.path, setNode(file.document, path, { secure: cipher.encrypt(value) }, text));
}

async function write(path: string, text: string): Promise<void> {
  await writeFileAtomically(path, text, { backup: false, mode: 0o644 });
}

/** The key as the file spells it: `tidegate:services`, `services`. */
function existingKey(document: Document, target: ConfigKey, project: string): string {
  const config: unknown = document.get("config", true);
  const short = target.key.slice(project.length + 1);
  const isOwn = target.key.startsWith(`${project}:`);
  return isOwn && isMap(config) && !config.has(target.key) && config.has(short) ? short : target.key;
}

function coerce(value: string): string | number | boolean {
  if (value === "true" || value === "false") return value === "true";
  return /^(?:0|-?[1-9]\d{0,14})$/.test(value) ? Number(value) : value;
}

/** The text with one scalar exchanged in place; undefined when there is none at that path. */
function replaceScalar(
  document: Document,
  source: string,
  path: readonly (string | number)[],
  value: string | number | boolean,
): string | undefined {
  const node: unknown = document.getIn(path, true);
  if (!isScalar(node) || node.range === null || node.range === undefined || node.anchor !== undefined) return undefined;
  if (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED || node.value === null) return undefined;
  const [start, end] = node.range;
  const quoted = typeof value === "string" && !isPlain(value);
  const replacement = quoted || node.type === Scalar.QUOTE_DOUBLE ? JSON.stringify(value) : String(value);
  return source.slice(0, start) + replacement + source.slice(end);
}

/** Whether YAML reads the bare text as this very string, in a list or map in braces too. */
function isPlain(text: string): boolean {
  return /^[A-Za-z0-9][\w./-]*$/.test(text) && parseDocument(text).toJS() === text;
}

function setNode(document: Document, path: readonly (string | number)[], value: unknown, text: string): string {
  for (let depth = 1; depth < path.length; depth += 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    const isGap = node === undefined || (isScalar(node) && node.value === null);
    if (isGap) document.setIn(path.slice(0, depth), document.createNode(typeof path[depth] === "number" ? [] : {}));
    else if (!isMap(node) && !isSeq(node)) {
      throw new InputError(
        `${text}: ${path.slice(0, depth).join(".")} is a single value, not an object. Remove it first.`,
      );
    }
  }
  document.setIn(path, document.createNode(value));
  return stringify(document, { lineWidth: 0 });
}
