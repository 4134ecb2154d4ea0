import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { InputError } from "../../model/errors.ts";
import { lastLines } from "../../model/last-lines.ts";
import { mendHalfRemovedNetworks } from "./half-removed-networks.ts";
import { systemEnvironment } from "./run-command.ts";

/** How long a container engine may take to answer after its start. */
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 60_000;

interface StartOptions {
  /** `dockerd` with its arguments, or a program that turns into it. */
  command: readonly [string, ...string[]];
  dataRoot: string;
  logFile: string;
  answers: () => Promise<boolean>;
  /** A line of progress for the user. */
  note: (line: string) => void;
}

/**
 * Starts dockerd by hand, in a session of its own so that it outlives this process, and waits until `answers`. Returns
 * its process id. For machines without systemd. What a killed engine left that keeps it from starting is mended first.
 */
export async function startDockerd(options: StartOptions): Promise<number> {
  const copy = mendHalfRemovedNetworks(options.dataRoot);
  if (copy !== undefined)
    options.note(
      `an engine was killed here while it removed a network, and could not start; mended, ${copy} is before`,
    );
  const log = openSync(options.logFile, "a");
  const [program, ...args] = options.command;
  const daemon = spawn(program, args, {
    detached: true,
    stdio: ["ignore", log, log],
    env: systemEnvironment(),
  });
  closeSync(log);
  let ending: string | undefined;
  daemon.on("error", (error) => (ending = error.message));
  daemon.on("exit", (code, signal) => (ending = `ended with ${signal ?? `exit code ${code}`}`));
  daemon.unref();
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await options.answers())) {
    if (ending !== undefined) throw failure(ending, options.logFile);
    if (Date.now() > deadline) throw failure(`did not answer within ${START_TIMEOUT_MS / 1000} s`, options.logFile);
    await sleep(100);
  }
  if (daemon.pid === undefined) throw failure("has no process id", options.logFile);
  return daemon.pid;
}

/** Asks a dockerd to end and waits until it has; its containers end with it. */
export async function stopDockerd(pid: number): Promise<void> {
  process.kill(pid, "SIGTERM");
  for (const deadline = Date.now() + STOP_TIMEOUT_MS; isAlive(pid); await sleep(100)) {
    if (Date.now() > deadline) throw new InputError(`dockerd (process ${pid}) does not end. Stop it by hand.`);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // no such process
  }
}

function failure(what: string, logFile: string): InputError {
  const log = lastLines(readFileSync(logFile, "utf8"));
  return new InputError(
    `dockerd ${what}. The end of ${logFile}:\n${log}\nMend what it names, or start a Docker engine yourself, and run this again.`,
  );
}
