import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { InputError } from "../../model/errors.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import type { SignatureNamespace } from "./signature.ts";
import { linesOf, runKeygen } from "./ssh-keygen.ts";

/** A key to sign with, and who it belongs to. */
export interface SigningKey {
  /** First name of its line in the signers file. */
  name: string;
  /** What `ssh-keygen` is told: the path of the key, or its public half, whose other half the agent has. */
  key: { path: string } | { publicKey: string };
}

export interface KeyChoice {
  /** Path that was asked for; git's `user.signingkey`, else the agent's only key among the signers, when left out. */
  wanted: string | undefined;
  projectDir: string;
  /** Path of the signers file, relative to the project or absolute. */
  signers: string;
}

/** Throws an InputError where no key is found, or the signers file does not have it. */
export async function chooseSigningKey({ wanted, projectDir, signers }: KeyChoice): Promise<SigningKey> {
  const lines = linesOf(readTextFile(resolve(projectDir, signers))).filter((line) => !line.startsWith("#"));
  const configured = wanted ?? gitSigningKey(projectDir);
  if (configured === undefined) return keyOfAgent(lines, signers);
  const literal = /^(?:key::)?((?:ssh|ecdsa|sk)-\S+ \S+)/.exec(configured)?.[1];
  const path = resolve(projectDir, configured.replace(/^~(?=\/)/, homedir()));
  const publicKey = literal ?? (await publicHalf(path));
  const name = nameOf(lines, publicKey);
  if (name !== undefined) return { name, key: literal === undefined ? { path } : { publicKey } };
  const origin = wanted === undefined ? "git's user.signingkey" : "--key";
  throw new InputError(
    `${origin}: is not among the signers, got ${JSON.stringify(configured)}. Use a key of ${signers}, or have its public half added ` +
      `there: \`NAME ${publicKey.slice(0, 30)}…\`.`,
  );
}

/** An SSH signature over a text; may ask for a passphrase or a touch. Throws an InputError where the key cannot be used. */
export async function signText({ key }: SigningKey, namespace: SignatureNamespace, input: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-key-"));
  try {
    const path = "path" in key ? key.path : join(folder, "key.pub");
    if ("publicKey" in key) writeFileSync(path, `${key.publicKey}\n`);
    const end = await runKeygen(["-Y", "sign", "-f", path, "-n", namespace], { input, isSigning: true });
    if (end.ok) return end.stdout;
    throw new InputError(`ssh-keygen cannot sign: ${end.said.join(" ") || "it says why above"}. Nothing was written.`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where git has one for SSH; none where git is missing, or signs by other means. */
function gitSigningKey(projectDir: string): string | undefined {
  const read = (name: string) => spawnSync("git", ["config", "--get", name], { cwd: projectDir, encoding: "utf8" });
  if (read("gpg.format").stdout?.trim() !== "ssh") return undefined;
  return read("user.signingkey").stdout.trim() || undefined;
}

function keyOfAgent(lines: readonly string[], signers: string): SigningKey {
  const listed = linesOf(spawnSync("ssh-add", ["-L"], { encoding: "utf8" }).stdout ?? "");
  const keys = listed.flatMap((line) => {
    const publicKey = line.split(" ").slice(0, 2).join(" ");
    const name = nameOf(lines, publicKey);
    return name === undefined ? [] : [{ name, key: { publicKey } }];
  });
  const [only, ...others] = keys;
  if (only !== undefined && others.length === 0) return only;
  const found = only === undefined ? "none" : `${keys.length}`;
  throw new InputError(
    `--key: is missing: git signs with no SSH key (gpg.format, user.signingkey), and the agent has ${found} of ${signers}. ` +
      "Name one, such as `--key ~/.ssh/id_ed25519`.",
  );
}

async function publicHalf(path: string): Promise<string> {
  const beside = path.endsWith(".pub") ? path : `${path}.pub`;
  const text = existsSync(beside) ? readTextFile(beside) : await derivedHalf(path);
  return text.trim().split(" ").slice(0, 2).join(" ");
}

async function derivedHalf(path: string): Promise<string> {
  readTextFile(path); // says what is wrong with it in our words
  const end = await runKeygen(["-y", "-f", path], { input: "", isSigning: true });
  if (end.ok) return end.stdout;
  throw new InputError(`--key: ${path} is no SSH key that can be read. ${end.said.join(" ")}`);
}

/** First name on the line of a key; what it is worth, `ssh-keygen` finds out. */
function nameOf(lines: readonly string[], publicKey: string): string | undefined {
  const body = publicKey.split(" ")[1];
  const line = body === undefined ? undefined : lines.find((each) => each.split(/\s+/).includes(body));
  return line === undefined ? undefined : /^"?([^\s",]+)/.exec(line)?.[1];
}
