import { holdsCommandSecret } from "./command-secret.ts";
import { libraryFormat } from "./library-formats.ts";
import { ownFormat } from "./own-formats.ts";
import { withoutPublicValues } from "./public-value.ts";
import { looksRandom } from "./randomness.ts";
import { namesKey, namesPublic, namesSecret } from "./secret-name.ts";
import { canBeSecret, isDefaultPassword } from "./secret-value.ts";

/** `NAME=value`, `--name=value`, `Name = value;`. The look behind begins once a word: without it long words cost a square. */
const ASSIGNMENT =
  /(?<![\p{L}\p{N}_.-])-{0,2}([\p{L}_][\p{L}\p{N}_.-]*)\s?=\s?("[^"\n]*"|'[^'\n]*'|[^\s"';&,[{][^\s"';&,]*)/gu;
/** `"name": "value"`, `name: value` on a line or within quotes: JSON, YAML, a header. */
const ENTRY =
  /(?:^[ \t]*|["'])([\p{L}_][\p{L}\p{N}_.-]*)(?:["']\s*:\s*|:\s+)("[^"\n]*"|'[^'\n]*'|[^\s"',[{][^\s"',]*)(?=\s*(?:$|["',}]))/gmu;
/** `--password value`. */
const OPTION = /(?:^|\s)--?(\p{L}[\p{L}\p{N}_-]*)\s+("[^"\n]*"|'[^'\n]*'|[^\s"'-][^\s"']*)/gu;

/**
 * What gives a text away as a secret, as the end of a sentence ("… by its name"); undefined when it does not look like one.
 * Never contains any of the text.
 */
export function secretSign(text: string, name?: string): string | undefined {
  if (!signs.has(text)) signs.set(text, signOf(text));
  const { rest, sign } = signs.get(text) ?? signOf(text);
  if (name === undefined) return sign;
  if (namesSecret(name) && canBeSecret(rest, name)) return "its name";
  if (namesKey(name) && isDefaultPassword(rest)) return "its being a well-known password";
  return namesPublic(name) && sign === RANDOMNESS ? undefined : sign;
}

/** Replicas share all their texts. A process judges one stack and ends. */
const signs = new Map<string, Sign>();

const RANDOMNESS = "its randomness";

interface Sign {
  /** The text without what is public in it. */
  rest: string;
  sign: string | undefined;
}

function signOf(text: string): Sign {
  const rest = withoutPublicValues(text);
  return { rest, sign: signIn(rest) };
}

function signIn(text: string): string | undefined {
  const format = ownFormat(text) ?? libraryFormat(text);
  if (format !== undefined) return `its format (${format})`;
  if (holdsCommandSecret(text)) return "its format (password on a command line)";
  if (assignsSecret(text)) return "a name in it";
  return hasRandomWord(text) ? RANDOMNESS : undefined;
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
