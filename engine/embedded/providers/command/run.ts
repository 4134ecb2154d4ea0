import { spawn } from "node:child_process";

/** Time a command has after SIGTERM before its process group is killed. */
const TERMINATE_WITHIN_MS = 10_000;

export interface RunOptions {
  /** Program and arguments; the command is added as the last one. */
  interpreter: readonly string[];
  command: string;
  /** Folder it runs in, absolute. */
  dir: string;
  env: Readonly<Record<string, string | undefined>>;
  stdin?: string;
  signal: AbortSignal;
  onLine: (stream: "stdout" | "stderr", line: string) => void;
}

export interface CommandResult {
  stdout: string;
  stderr: string;
}

/**
 * Runs a command to its end, in a process group of its own. Throws with everything it printed when it fails or
 * when `signal` is aborted: the whole group then gets SIGTERM, and SIGKILL 10 s later.
 */
export async function runCommand(options: RunOptions): Promise<CommandResult> {
  const [program, ...args] = options.interpreter;
  if (program === undefined) throw new Error("`interpreter` is empty");
  options.signal.throwIfAborted();
  const child = spawn(program, [...args, options.command], {
    cwd: options.dir,
    env: options.env,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });

  const output = { stdout: "", stderr: "", both: "" };
  const lines = { stdout: new Lines(), stderr: new Lines() };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8");
    child[stream].on("data", (chunk: string) => {
      output[stream] += chunk;
      output.both += chunk;
      for (const line of lines[stream].add(chunk)) options.onLine(stream, line);
    });
  }
  child.stdin.on("error", () => undefined); // a command need not read its input to the end
  child.stdin.end(options.stdin ?? "");

  let killTimer: NodeJS.Timeout | undefined;
  const stop = () => {
    killGroup(child.pid, "SIGTERM");
    killTimer = setTimeout(() => killGroup(child.pid, "SIGKILL"), TERMINATE_WITHIN_MS);
  };
  options.signal.addEventListener("abort", stop, { once: true });
  try {
    const ending = await new Promise<string>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) =>
        resolve(signal === null ? `exit status ${code ?? -1}` : `signal ${signal}`),
      );
    });
    for (const stream of ["stdout", "stderr"] as const) {
      for (const line of lines[stream].end()) options.onLine(stream, line);
    }
    if (options.signal.aborted || ending !== "exit status 0") {
      const why = options.signal.aborted ? "told to stop, because its time was up or the run was interrupted, " : "";
      throw new Error(`${why}${ending}: running ${JSON.stringify(options.command)}:\n${output.both}`);
    }
  } finally {
    options.signal.removeEventListener("abort", stop);
    clearTimeout(killTimer);
  }
  return { stdout: withoutLastNewline(output.stdout), stderr: withoutLastNewline(output.stderr) };
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: the group has ended by itself
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function withoutLastNewline(text: string): string {
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}

/** Cuts a stream into lines. */
class Lines {
  #rest = "";

  add(chunk: string): string[] {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    return lines;
  }

  end(): string[] {
    return this.#rest === "" ? [] : [this.#rest];
  }
}
