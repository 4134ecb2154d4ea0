import { InputError } from "../../model/errors.ts";
import { readTextFile } from "../../model/read-text-file.ts";

/** How an agent is known to Prometheus. What is secret lies in a file of its own, and is read anew with each query. */
export type PrometheusLogin = { tokenFile: string } | { username: string; passwordFile: string };

/** The `Authorization` of a login. Throws an InputError, which never holds the secret, where its file cannot be read or holds none. */
export function authorizationOf(login: PrometheusLogin): string {
  if ("tokenFile" in login) return `Bearer ${readSecret(login.tokenFile)}`;
  return `Basic ${Buffer.from(`${login.username}:${readSecret(login.passwordFile)}`).toString("base64")}`;
}

/** One line of what a header may hold; a last line end does not count. */
function readSecret(path: string): string {
  const secret = readTextFile(path).replace(/\r?\n$/, "");
  if (/^[\x20-\x7e]+$/.test(secret)) return secret;
  throw new InputError(`${path}: must hold one line of printable ASCII characters. Write it again.`);
}
