import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import type Docker from "dockerode";

export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface ExecOptions {
  /** Bytes for the command's standard input; nothing when left out. */
  stdin?: string | Buffer;
  /** `NAME=value` pairs beside the container's own environment. */
  env?: readonly string[];
  /** Numeric user; the container's own when left out. */
  user?: string;
}

/**
 * Runs a command inside a running container to its end and returns what it printed. A non-zero exit is a result, not an
 * error; throws when the container is gone or not running. The command goes on even if this process dies.
 */
export async function execIn(
  docker: Docker,
  container: string,
  command: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  const exec = await docker.getContainer(container).exec({
    Cmd: [...command],
    AttachStdin: options.stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
    ...(options.env === undefined ? {} : { Env: [...options.env] }),
    ...(options.user === undefined ? {} : { User: options.user }),
  });
  const stream = await exec.start({ hijack: true, stdin: options.stdin !== undefined });
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
  if (options.stdin !== undefined) stream.end(options.stdin);
  const [out, err] = await Promise.all([buffer(stdout), buffer(stderr)]);
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, stdout: out.toString("utf8"), stderr: err.toString("utf8") };
}
