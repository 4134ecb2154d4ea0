/** Something that stands for a value: `${TOKEN}`, `$TOKEN`, `$(cat token)`, `{{ token }}`, `<token>`, `%TOKEN%`, `[token]`. */
const TEMPLATE = /^(?:\$\{[^}]*\}|\$\([^)]*\)|\$\w+|\{\{[^}]*\}\}|\{\w+\}|<[^<>]*>|%\w+%|\[[\w -]*\])$/;
/** `xxxx`, `****`, `....`: one character over and over. */
const MASK = /^([x*.#_-])\1{2,}$/i;
const SWITCH = /^(?:0|1|true|false|yes|no|on|off|enabled|disabled|none|null|undefined)$/i;
/** A file, a name in a store of secrets, or another resource: where the value is, not the value. */
const REFERENCE = /^(?:\.{1,2}\/[\w./-]+$|\/[a-z][\w.-]*\/[\w./-]+$|file:|arn:|op:\/\/|vault:|ssm:|secretsmanager:)/;
/** `PWD=/app`: the folder a shell is in. Connection strings call a password so, too. */
const WORKING_DIRECTORY = { name: /^-*PWD$/, value: /^\/[\w./-]*$/ };

/**
 * Whether what stands under the name of a secret can be one. A word like `changeme` can: where it runs, it is the
 * password.
 */
export function canBeSecret(value: string, name = ""): boolean {
  const bare = value.trim().replace(/^(["'])(.*)\1$/s, "$2");
  if (WORKING_DIRECTORY.name.test(name) && WORKING_DIRECTORY.value.test(bare)) return false;
  return bare !== "" && ![TEMPLATE, MASK, SWITCH, REFERENCE].some((pattern) => pattern.test(bare));
}

/** Passwords that products come with, and that stand in every guide. */
const DEFAULT_PASSWORDS = new Set(
  (
    "changeit changeme change-me minioadmin minio123 password password1 password123 passw0rd p@ssw0rd letmein hunter2 s3cr3t " +
    "supersecret mysecret verysecret secret123 admin123 rootpassword rootroot qwerty qwerty123 12345678 123456789"
  ).split(" "),
);

/** Whether a value is a password that everybody knows. */
export function isDefaultPassword(value: string): boolean {
  return DEFAULT_PASSWORDS.has(value.trim().toLowerCase());
}
