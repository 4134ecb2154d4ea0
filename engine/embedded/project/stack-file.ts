import { existsSync } from "node:fs";
import { join } from "node:path";
import { isAlias, isMap, isNode, isScalar, visit, type Document } from "yaml";
import { InputError } from "../../../model/errors.ts";
import { nearest } from "../../../model/nearest.ts";
import { parseYamlDocument } from "../../../model/parse-yaml.ts";
import { readTextFile } from "../../../model/read-text-file.ts";
import { isSealed } from "../../../model/sealed.ts";
import type { StackRef } from "../../engine.ts";
import { UnsupportedError } from "../unsupported.ts";
import type { Cipher } from "../../passphrase/cipher.ts";

/** Config as a Pulumi program gets it: `project:key` to text, objects as JSON, and the keys that hold secrets. */
export interface Config {
  values: Readonly<Record<string, string>>;
  secretKeys: readonly string[];
  /** Every decrypted text, to be kept out of whatever is shown. */
  secretTexts: readonly string[];
}

/** `Pulumi.<stack>.yaml` of a stack, parsed but not decrypted. */
export class StackFile {
  readonly path: string;
  readonly document: Document;
  /** The text `document` was parsed from. */
  readonly source: string;
  /** `encryptionsalt`, undefined while the stack has no secrets. */
  readonly salt: string | undefined;
  readonly #project: string;

  private constructor(path: string, source: string, document: Document, project: string) {
    this.path = path;
    this.source = source;
    this.document = document;
    this.#project = project;
    const salt: unknown = document.get("encryptionsalt");
    this.salt = typeof salt === "string" ? salt : undefined;
  }

  /** A file that is not there reads as an empty one. */
  static load(ref: StackRef, path = join(ref.projectDir, `Pulumi.${ref.stack}.yaml`)): StackFile {
    const source = existsSync(path) ? readTextFile(path) : "";
    const document = parseYamlDocument(source, path);
    const file = new StackFile(path, source, document, ref.project);
    if (document.contents !== null && !isMap(document.contents)) {
      throw new InputError(`${path}: must hold keys such as \`config\`. Correct it.`);
    }
    assertKnownKeys(document, path);
    const provider: unknown = document.get("secretsprovider");
    if (provider !== undefined && provider !== "passphrase") {
      throw new UnsupportedError(path, "a `secretsprovider` other than the passphrase");
    }
    if (document.has("environment")) throw new UnsupportedError(path, "the key `environment`");
    return file;
  }

  /** Whether any value is encrypted. */
  hasSecrets(): boolean {
    return this.#entries().some(([, value]) => containsSecure(value));
  }

  /** Decrypts; `cipher` may be left out when {@link hasSecrets} is false. */
  config(cipher?: Cipher): Config {
    const values: Record<string, string> = {};
    const secretKeys: string[] = [];
    const secretTexts: string[] = [];
    for (const [key, value, text] of this.#entries()) {
      const open = (sealed: string, path: string) => {
        if (cipher === undefined) throw new Error("a cipher is needed to read secrets");
        const plaintext = cipher.decrypt(sealed, `${this.path}: ${path}`);
        secretTexts.push(plaintext);
        return plaintext;
      };
      if (containsSecure(value)) secretKeys.push(key);
      const plain = decryptValue(value, key, open);
      values[key] = typeof plain === "string" ? plain : (text ?? JSON.stringify(plain));
    }
    return { values, secretKeys, secretTexts };
  }

  /** Key with its namespace, value, and for a plain scalar its text as written (`1.10` stays `1.10`). */
  #entries(): [key: string, value: unknown, text: string | undefined][] {
    const config: unknown = this.document.get("config", true);
    if (!isMap(config)) return [];
    return config.items.map((pair) => {
      const name = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
      const node = isAlias(pair.value) ? pair.value.resolve(this.document) : pair.value;
      const key = name.includes(":") ? name.replace(/^([^:]+):config:/, "$1:") : `${this.#project}:${name}`;
      const value: unknown = isScalar(node) ? node.value : isNode(node) ? node.toJS(this.document) : null;
      return [key, value ?? "", isScalar(node) ? (node.source ?? String(node.value)) : undefined];
    });
  }
}

function secureText(value: unknown): string | undefined {
  return isSealed(value) && typeof value.secure === "string" ? value.secure : undefined;
}

function containsSecure(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return secureText(value) !== undefined || Object.values(value).some(containsSecure);
}

function decryptValue(value: unknown, path: string, open: (sealed: string, path: string) => string): unknown {
  if (typeof value !== "object" || value === null) return value;
  const sealed = secureText(value);
  if (sealed !== undefined) return open(sealed, path);
  if (Array.isArray(value)) return value.map((inner, index) => decryptValue(inner, `${path}[${index}]`, open));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, decryptValue(inner, `${path}.${key}`, open)]),
  );
}

/** What a stack's file may say at its top (the Pulumi CLI's `ProjectStack`). */
const TOP_KEYS: readonly string[] = ["config", "encryptionsalt", "secretsprovider", "encryptedkey", "environment"];

/** A key that nobody reads is a typing error; and what `<<` merges, the two engines would read as two things. */
function assertKnownKeys(document: Document, path: string): void {
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && key.value === "<<") throw new UnsupportedError(path, "a merge key (`<<`)");
    },
  });
  const keys = isMap(document.contents)
    ? document.contents.items.map(({ key }) => String(isScalar(key) ? key.value : key))
    : [];
  for (const key of keys) {
    if (TOP_KEYS.includes(key)) continue;
    const meant = nearest(key, TOP_KEYS);
    const remedy = meant === undefined ? "Move it below `config`, or remove it." : `Did you mean \`${meant}\`?`;
    throw new InputError(`${path}: ${key}: is no key of a stack file. ${remedy}`);
  }
}
