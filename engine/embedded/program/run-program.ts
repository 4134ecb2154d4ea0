import { EXIT } from "../../../model/errors.ts";
import type { StackId } from "../../../model/names.ts";
import type { Project } from "../project/project-file.ts";
import type { Config } from "../project/stack-file.ts";
import { startServer } from "../rpc/server.ts";
import { type Failure, RunFailedError } from "../steps/failures.ts";
import type { Reporter } from "../steps/reporter.ts";
import { addEngineService, type LogLine } from "./engine-service.ts";
import { addResourceMonitor, type Registrar } from "./monitor.ts";
import { type ProgramPool, programScript } from "./program-pool.ts";

export interface ProgramOptions {
  id: StackId;
  project: Project;
  config: Config;
  dryRun: boolean;
  parallel: number;
  pool: ProgramPool;
  registrar: Omit<Registrar, "rootUrn">;
  /** What failed so far; its messages come back from the program and are not shown twice. */
  failures: () => readonly Failure[];
  reporter: Reporter;
  /** Aborted: the program is ended as soon as `settle` says that no step is in hand. */
  signal: AbortSignal | undefined;
  settle: () => Promise<void>;
}

const STDERR_LINES = 20;

/**
 * Runs the program to its end. Returns only if it was a success by every sign: it said so, its exit code is 0, it logged
 * no error. Throws a RunFailedError otherwise, unless a failed step explains it, which the caller knows better.
 */
export async function runProgram(options: ProgramOptions): Promise<void> {
  const logged: string[] = [];
  const stderr: string[] = [];
  let finished = false;
  let ending: Error | undefined;
  let root: () => string | undefined = () => undefined;
  const finish = async () => {
    if (logged.length > 0) return; // a failed program must not lose resources
    try {
      await options.registrar.finish();
      finished = true;
    } catch (error) {
      ending = error instanceof Error ? error : new Error(String(error)); // the program can do nothing about it, and would only print it
    }
  };
  const onLog = (line: LogLine) => {
    if (line.severity === "error" && isEcho(line.message, options.failures())) return;
    if (line.severity === "error") logged.push(line.message);
    report(options.reporter, line);
  };
  const server = await startServer((services) => {
    root = addEngineService(services, onLog).rootUrn;
    addResourceMonitor(services, options.id, { ...options.registrar, finish, rootUrn: () => root() });
  });
  try {
    const program = options.pool.take();
    program.begin(
      {
        script: programScript(options.project),
        args: programArguments(options, server.address),
        env: {
          PULUMI_CONFIG: JSON.stringify(options.config.values),
          PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(options.config.secretKeys),
          PULUMI_NODEJS_TYPESCRIPT: String(options.project.typescript),
        },
      },
      (stream, line) => {
        if (stream === "stderr") stderr.push(line);
        options.reporter.diagnostic("info", line);
      },
    );
    const interrupt = () => void options.settle().then(() => program.kill());
    if (options.signal?.aborted === true) interrupt();
    options.signal?.addEventListener("abort", interrupt, { once: true });
    const exit = await program.ended.finally(() => options.signal?.removeEventListener("abort", interrupt));
    if (options.failures().length > 0 || options.signal?.aborted === true) return;
    if (ending !== undefined) throw ending;
    if (exit === 0 && finished && logged.length === 0) return;
    throw programFailed(exit, logged, stderr, options.reporter);
  } finally {
    server.stop();
  }
}

function programArguments(options: ProgramOptions, address: string): string[] {
  return [
    ...["--monitor", address, "--engine", address],
    ...["--project", options.id.project, "--stack", options.id.stack, "--organization", "organization"],
    ...["--root-directory", options.project.dir],
    ...["--pwd", options.project.programDir, "--parallel", String(options.parallel)],
    ...(options.dryRun ? ["--dry-run"] : []),
    options.project.entry,
  ];
}

/** A failed step's message comes back from the SDK, wrapped in its own words. */
function isEcho(message: string, failures: readonly Failure[]): boolean {
  return failures.some((failure) => message.includes(failure.message)) || message.includes("not started, ");
}

function report(reporter: Reporter, line: LogLine): void {
  reporter.diagnostic(line.severity, line.message, {
    ephemeral: line.ephemeral,
    ...(line.urn === undefined ? {} : { urn: line.urn }),
  });
}

function programFailed(
  exit: number | string,
  logged: readonly string[],
  stderr: readonly string[],
  reporter: Reporter,
): RunFailedError {
  const ending =
    typeof exit === "number" && exit !== 0 ? `with exit code ${exit}` : exit === 0 ? "too early" : `by ${exit}`;
  const said = stderr.slice(-STDERR_LINES).join("\n");
  const message =
    logged.length > 0 ? logged.join("\n") : `The program ended ${ending}${said === "" ? "." : `:\n${said}`}`;
  return new RunFailedError(reporter.redactor.redact(message), [], EXIT.input);
}
