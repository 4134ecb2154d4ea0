import { spawn } from "node:child_process";
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
}

/** What runs now: process group, and its end. */
const running = new Map<number, Promise<unknown>>();

/** Interrupts everything that {@link runProcess} has started, as Ctrl-C on a terminal would, and waits for its end. */
export async function interruptRunning(): Promise<void> {
  for (const group of running.keys()) process.kill(-group, "SIGINT");
  await Promise.all(running.values());
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
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
    child.once("error", reject);
    child.once("spawn", () => {
      if (child.pid === undefined) return;
      running.set(child.pid, once(child, "close"));
      options.onStart?.(child.pid);
    });
    child.once("exit", () => {
      if (child.pid !== undefined) running.delete(child.pid);
    });
    child.once("close", (exitCode, signal) => {
      clearTimeout(timer);
      keepProcessOutput([command, ...args], stdout, stderr);
      resolve({ exitCode, signal, stdout, stderr, elapsedMs: performance.now() - startedAt });
    });
  });
}
