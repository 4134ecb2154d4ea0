import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { RESULT_DIR_VARIABLE, waitForSwitch } from "../../model/stop-file.ts";
import { childEnvironment } from "./child-environment.ts";

export interface PulumiRun {
  /** Path of the CLI. */
  executable: string;
  projectDir: string;
  arguments: readonly string[];
  stdin?: string;
  /** Each line of stdout as it comes; without it stdout is collected. */
  onLine?: (line: string) => void;
  /** On abort the CLI is asked to stop after what it is doing, as with Ctrl-C. */
  signal?: AbortSignal;
}

export interface PulumiExit {
  /** The CLI's exit code; 128 + n when signal n ended it, as shells count. */
  code: number;
  stdout: string;
  stderr: string;
}

// pkg/cmd/pulumi/cmd/exit_codes.go of the CLI.
export const PULUMI_EXIT = { done: 0, error: 1, input: 2, authentication: 3, noStack: 6, cancelled: 8 } as const;

/**
 * Runs the Pulumi CLI to its end; a non-zero exit is a result. It gets a process group of its own, so that a Ctrl-C in the
 * terminal reaches it once, through `signal`, and never the commands it runs: they finish the step in hand.
 */
export async function runPulumi(run: PulumiRun): Promise<PulumiExit> {
  const child = spawn(run.executable, [...run.arguments, "--non-interactive"], {
    cwd: run.projectDir,
    env: childEnvironment(run.projectDir),
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const stop = () => void settleThenStop(child);
  const kill = () => killGroup(child.pid);
  process.once("exit", kill); // a second Ctrl-C ends us at once, and must not leave it behind
  if (run.signal?.aborted === true) stop();
  run.signal?.addEventListener("abort", stop, { once: true });
  child.stdin.on("error", () => undefined); // it ended without reading its input; its exit code tells why
  child.stdin.end(run.stdin ?? "");

  const { onLine } = run;
  const stdout = onLine === undefined ? text(child.stdout) : readLines(child.stdout, onLine);
  const stderr = text(child.stderr);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode, signal) => resolve(exitCode ?? 128 + (signal === "SIGKILL" ? 9 : 15)));
    });
    return { code, stdout: await stdout, stderr: await stderr };
  } finally {
    run.signal?.removeEventListener("abort", stop);
    process.off("exit", kill);
  }
}

/**
 * At its first SIGINT the CLI kills the commands it runs. Those of ours have been asked to stop before: what only waits ends by
 * itself within this time, and says what it gave up; a switch that has begun is waited for.
 */
const SETTLE_MS = 500;

async function settleThenStop(child: ChildProcess): Promise<void> {
  const folder = process.env[RESULT_DIR_VARIABLE];
  const runs = () => child.exitCode === null && child.signalCode === null;
  if (folder !== undefined) {
    await sleep(SETTLE_MS);
    await waitForSwitch(folder, runs);
  }
  if (runs()) child.kill("SIGINT");
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
}

async function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<string> {
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) onLine(line);
  return "";
}
