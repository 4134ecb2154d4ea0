import { secretSign } from "../../model/secrets/secret-sign.ts";

/** Names under which `user:password` is one: `BASIC_AUTH`, `HTPASSWD`. */
const PAIR_NAME = /(?:^|_)(?:AUTH|HTPASSWD|LOGIN|USERPASS)$/i;
const PAIR = /^[^\s:/]+:(?!\d+$)\S+$/;
/** Names of what a browser is to give back, and nobody else. */
const SESSION_NAME = /(?:^|_)(?:COOKIE|SESSION)$/i;
/** As long as keys of 128 bits and more are in hexadecimal. */
const LONG_HEX = /^(?:0x)?(?:[0-9a-f]{32,}|[0-9A-F]{32,})$/;
/** Names of what is public although it is as long: hashes, commits, ids. */
const PUBLIC_NAME =
  /(?:^|_)(?:BUILD|CHECKSUM|COMMIT|DIGEST|FINGERPRINT|HASH|ID|MD5|REF|REV|REVISION|SHA\d*|UUID|VERSION)(?:_|$)/i;

/**
 * Whether a variable is to be encrypted, by its name (`DB_PASSWORD`) or its value (`postgres://user:password@host`). Stricter than
 * the policies are: here a plain value that is taken for a secret only becomes a file, and `--plain` says otherwise.
 */
export function isSecret(name: string, value: string): boolean {
  return (
    secretSign(value, name) !== undefined ||
    (PAIR_NAME.test(name) && PAIR.test(value)) ||
    (SESSION_NAME.test(name) && value.length >= 16) ||
    (LONG_HEX.test(value) && !PUBLIC_NAME.test(name))
  );
}
