import { libraryFormat } from "./library-formats.ts";
import { ownFormat } from "./own-formats.ts";
import { looksRandom } from "./randomness.ts";
import { namesSecret } from "./secret-name.ts";
import { canBeSecret } from "./secret-value.ts";

/** `NAME=value`, `--name=value`, `Name = value;`. The look behind begins once a word: without it long words cost a square. */
const ASSIGNMENT = /(?<![\w.-])-{0,2}([A-Za-z_][\w.-]*)\s?=\s?("[^"\n]*"|'[^'\n]*'|[^\s"';&,[{][^\s"';&,]*)/g;
/** `"name": "value"`, `name: value` on a line or within quotes: JSON, YAML, a header. */
const ENTRY =
  /(?:^[ \t]*|["'])([A-Za-z_][\w.-]*)(?:["']\s*:\s*|:\s+)("[^"\n]*"|'[^'\n]*'|[^\s"',[{][^\s"',]*)(?=\s*(?:$|["',}]))/gm;
/** `--password value`. */
const OPTION = /(?:^|\s)--?([A-Za-z][\w-]*)\s+("[^"\n]*"|'[^'\n]*'|[^\s"'-][^\s"']*)/g;

/**
 * What gives a text away as a secret, as the end of a sentence ("… by its name"); undefined when it does not look like one.
 * Never contains any of the text.
 */
export function secretSign(text: string, name?: string): string | undefined {
  if (name !== undefined && namesSecret(name) && canBeSecret(text, name)) return "its name";
  if (!signs.has(text)) signs.set(text, signOf(text));
  return signs.get(text);
}

/** Replicas share all their texts. A process judges one stack and ends. */
const signs = new Map<string, string | undefined>();

function signOf(text: string): string | undefined {
  const format = ownFormat(text) ?? libraryFormat(text);
  if (format !== undefined) return `its format (${format})`;
  if (assignsSecret(text)) return "a name in it";
  return hasRandomWord(text) ? "its randomness" : undefined;
}

function assignsSecret(text: string): boolean {
  return [ASSIGNMENT, ENTRY, OPTION].some((pattern) =>
    [...text.matchAll(pattern)].some(([, name = "", value = ""]) => namesSecret(name) && canBeSecret(value, name)),
  );
}

/** Lines of a public key or a certificate are random too, and meant to be read. */
function hasRandomWord(text: string): boolean {
  if (/-----BEGIN (?:[A-Z0-9 ]*PUBLIC KEY|[A-Z ]*CERTIFICATE)/.test(text)) return false;
  return text.split(/[\s"'`,;&|<>(){}[\]?@$%]+/).some((word) => looksRandom(word) || looksRandom(assigned(word)));
}

/** The value of `name=value`; padding at the end of base64 is not one. */
function assigned(word: string): string {
  return /^[\w.-]+=(.+)$/.exec(word)?.[1] ?? "";
}
