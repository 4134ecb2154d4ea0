import { spawn } from "node:child_process";
import { InputError } from "../../model/errors.ts";

export interface KeygenRun {
  ok: boolean;
  stdout: string;
  /** Its own words about what went wrong, a line each. */
  said: readonly string[];
}

export interface KeygenOptions {
  /** What it reads from standard input. */
  input: string;
  /** Lets it speak to the person at the terminal: FIDO keys ask there for a touch. */
  isSigning?: boolean;
}

/**
 * Runs `ssh-keygen`, of OpenSSH 8.9 or later. In the time zone UTC, so that a day in a signers file begins at the same moment on every
 * machine. Throws an InputError where it is not installed.
 */
export function runKeygen(args: readonly string[], { input, isSigning = false }: KeygenOptions): Promise<KeygenRun> {
  const stderr = isSigning && process.stderr.isTTY ? "inherit" : "pipe";
  return new Promise((resolve, reject) => {
    const env = { ...process.env, TZ: "UTC", LC_ALL: "C" };
    const child = spawn("ssh-keygen", args, { stdio: ["pipe", "pipe", stderr], env });
    let stdout = "";
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
    child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
    child.once("error", (cause: NodeJS.ErrnoException) =>
      reject(cause.code === "ENOENT" ? notInstalled(cause) : cause),
    );
    child.once("close", (exitCode) => resolve({ ok: exitCode === 0, stdout, said: linesOf(said) }));
    child.stdin?.on("error", () => undefined); // it may end without reading; its exit code tells
    child.stdin?.end(input);
  });
}

function notInstalled(cause: Error): InputError {
  return new InputError(
    "ssh-keygen: is not installed, and signs and verifies approvals. Install OpenSSH's client (`apt-get install openssh-client`).",
    { cause },
  );
}

export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
