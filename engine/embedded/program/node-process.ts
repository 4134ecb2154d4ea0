import { type ChildProcess, spawn } from "node:child_process";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

export interface NodeProcessOptions {
  /** Options and script for Node. */
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** Where compiled JavaScript is kept between runs. */
  cacheDir: string;
  onLine: (stream: "stdout" | "stderr", line: string) => void;
}

export interface NodeProcess {
  /** Exit code, or the signal's name; its last output was delivered before. */
  ended: Promise<number | string>;
  /** Sends a line to it, through descriptor 3. */
  send: (line: string) => void;
  /** Ends it at once, with everything it started itself. */
  kill: () => void;
}

/** Never handed on: whoever holds the passphrase can read every secret of the stack. */
const WITHHELD = ["PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"];

/**
 * Starts Node with this process's own binary, in a process group of its own (Ctrl-C on the terminal is the engine's
 * business), and so that it dies with this process.
 */
export function startNode(options: NodeProcessOptions): NodeProcess {
  const env = { NODE_COMPILE_CACHE: join(options.cacheDir, "compiled"), ...process.env, ...options.env };
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...options.args], {
    cwd: options.cwd,
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !WITHHELD.includes(name))),
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    detached: true,
  });
  const read = [
    readLines(child.stdio[1], (line) => options.onLine("stdout", line)),
    readLines(child.stdio[2], (line) => options.onLine("stderr", line)),
  ];
  return {
    ended: exitOf(child).then(async (exit) => {
      killGroup(child); // what it left running would keep the pipes open
      await Promise.all(read);
      return exit;
    }),
    send: (line) => {
      const pipe = child.stdio[3];
      if (pipe === null || pipe === undefined || !("write" in pipe)) throw new Error("a pipe is missing");
      pipe.on("error", () => undefined); // it ended; `ended` says so
      pipe.write(`${line}\n`);
    },
    kill: () => killGroup(child),
  };
}

/** Path of a module of this folder that a started process runs: TypeScript here, JavaScript when built. */
export function modulePath(name: string): string {
  return fileURLToPath(new URL(`./${name}${extname(import.meta.url)}`, import.meta.url));
}

function readLines(stream: Readable | null | undefined, onLine: (line: string) => void): Promise<void> {
  if (stream === null || stream === undefined) throw new Error("a pipe is missing");
  return new Promise((resolve) => {
    createInterface({ input: stream, crlfDelay: Infinity }).on("line", onLine).on("close", resolve);
  });
}

function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // the group is gone
  }
}
