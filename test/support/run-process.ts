import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { keepProcessOutput } from "./kept-output.ts";

export interface Ran {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  elapsedMs: number;
}

export interface RunProcessOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Killed with everything it started after this. */
  timeoutMs: number;
  /** Called with the process's id once it runs. */
  onStart?: (pid: number) => void;
  /** Called with what it prints to standard output, as it comes. */
  onStdout?: (text: string) => void;
}

/** What runs now. */
const running = new Set<ChildProcess>();

/** Interrupts everything that {@link runProcess} has started, as Ctrl-C on a terminal would, and waits for its end. */
export async function interruptRunning(): Promise<void> {
  const children = [...running];
  for (const { pid } of children) if (pid !== undefined) process.kill(-pid, "SIGINT");
  await Promise.all(children.map((child) => once(child, "close")));
}

/** Runs a program to its end and returns what it printed. It leads a group of its own, so that nothing of it survives a time-out. */
export function runProcess(command: string, args: readonly string[], options: RunProcessOptions): Promise<Ran> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: "pipe", detached: true });
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, options.timeoutMs);
    let stdout = "";
    let stderr = "";
    child.stdin.end();
    child.stdout.on("data", (chunk: Buffer) => {
      const text = chunk.toString("utf8");
      stdout += text;
      options.onStdout?.(text);
    });
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
    child.once("error", reject);
    child.once("spawn", () => {
      running.add(child);
      options.onStart?.(child.pid ?? 0);
    });
    child.once("exit", () => running.delete(child));
    child.once("close", (exitCode, signal) => {
      clearTimeout(timer);
      keepProcessOutput([command, ...args], stdout, stderr);
      resolve({ exitCode, signal, stdout, stderr, elapsedMs: performance.now() - startedAt });
    });
  });
}
