import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Kinds of keys that people have, smallest size each: they are quick to make. */
export const KEY_KINDS = { ed25519: [], ecdsa: ["-b", "256"], rsa: ["-b", "2048"] } as const;
export type KeyKind = keyof typeof KEY_KINDS;

/** A key pair of a person, without a passphrase. */
export interface SshKey {
  /** The private half; the public one lies beside it as `.pub`. */
  path: string;
  /** `ssh-ed25519 AAAA…` */
  publicKey: string;
}

/** Makes a key named `name` in a folder. */
export function makeSshKey(folder: string, name: string, kind: KeyKind = "ed25519"): SshKey {
  const path = join(folder, name);
  execFileSync("ssh-keygen", ["-q", "-t", kind, ...KEY_KINDS[kind], "-N", "", "-C", `${name}@test`, "-f", path]);
  const [type = "", body = ""] = readFileSync(`${path}.pub`, "utf8").split(" ");
  return { path, publicKey: `${type} ${body}` };
}

/** A signature by `key` over a text. */
export function sshSign(key: SshKey, namespace: string, text: string): string {
  return execFileSync("ssh-keygen", ["-Y", "sign", "-f", key.path, "-n", namespace], {
    input: text,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
  });
}
