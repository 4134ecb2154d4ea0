import { PassThrough, type Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";
import type Docker from "dockerode";

export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface ExecOptions {
  /** `NAME=value` pairs beside the container's own environment. */
  env?: readonly string[];
  /** Numeric user; the container's own when left out. */
  user?: string;
}

/** Exit codes that the engine itself gives a command which is not in the container, or cannot be run there. */
export const NO_COMMAND: readonly number[] = [126, 127];

/** A command that runs inside a container. */
export interface RunningCommand {
  exec: Docker.Exec;
  /** Its standard input; what it prints comes from the other two. */
  stdin: Duplex;
  stdout: PassThrough;
  stderr: PassThrough;
}

/**
 * Runs a command inside a running container to its end and returns what it printed. A non-zero exit is a result, not an
 * error; throws when the container is gone or not running. The command goes on even if this process dies.
 */
export async function execIn(
  docker: Docker,
  container: string,
  command: readonly string[],
  {
    stdin,
    ...options
  }: ExecOptions & { /** Its standard input; nothing when left out. */ stdin?: string | Buffer } = {},
): Promise<ExecResult> {
  const running = await startIn(docker, container, command, { ...options, stdin: stdin !== undefined });
  if (stdin !== undefined) running.stdin.end(stdin);
  const [out, err] = await Promise.all([buffer(running.stdout), buffer(running.stderr)]);
  const { ExitCode } = await running.exec.inspect();
  return { exitCode: ExitCode ?? -1, stdout: out.toString("utf8"), stderr: err.toString("utf8") };
}

/** Starts a command inside a running container. Its standard input, where it has one, ends with this process at the latest. */
export async function startIn(
  docker: Docker,
  container: string,
  command: readonly string[],
  options: ExecOptions & { stdin: boolean },
): Promise<RunningCommand> {
  const exec = await docker.getContainer(container).exec({
    Cmd: [...command],
    AttachStdin: options.stdin,
    AttachStdout: true,
    AttachStderr: true,
    ...(options.env === undefined ? {} : { Env: [...options.env] }),
    ...(options.user === undefined ? {} : { User: options.user }),
  });
  const stream = await exec.start({ hijack: true, stdin: options.stdin });
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  docker.modem.demuxStream(stream, stdout, stderr);
  stream.on("end", () => {
    stdout.end();
    stderr.end();
  });
  stream.on("error", (error: Error) => {
    stdout.destroy(error);
    stderr.destroy(error);
  });
  return { exec, stdin: stream, stdout, stderr };
}
