import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { isNotFound, statusOf } from "../../docker/connect.ts";
import { execIn, NO_COMMAND, startIn } from "../../docker/exec.ts";
import { walkFiles } from "../../docker/read-files.ts";
import { PATHS, PROGRAM } from "./paths.ts";

const READ = [PROGRAM, "access-log", "read"];
/** The engine's answer where a container does not run. */
const NOT_RUNNING = 409;

export async function readAccessLog(docker: Docker, container: string, tail: number): Promise<string[]> {
  try {
    const { exitCode, stdout, stderr } = await execIn(docker, container, [...READ, `--tail=${tail}`]);
    if (exitCode !== 0 && !NO_COMMAND.includes(exitCode)) throw new Error(`the edge's access log: ${stderr.trim()}`);
    return exitCode === 0 ? wholeLines(stdout) : [];
  } catch (error) {
    if (statusOf(error) !== NOT_RUNNING) throw error;
    return await readStopped(docker, container, tail);
  }
}

export async function followAccessLog(
  docker: Docker,
  container: string,
  tail: number,
  write: (line: string) => void,
): Promise<void> {
  const command = [...READ, `--tail=${tail}`, "--follow"];
  let running;
  try {
    running = await startIn(docker, container, command, { stdin: true });
  } catch (error) {
    if (statusOf(error) !== NOT_RUNNING) throw error;
    for (const line of await readStopped(docker, container, tail)) write(line);
    return;
  }
  const complaints = text(running.stderr);
  complaints.catch(() => undefined); // a connection that is lost is told by the lines
  for await (const line of createInterface({ input: running.stdout, crlfDelay: Infinity })) write(line);
  const { ExitCode } = await running.exec.inspect();
  // A program that ends with its container was killed.
  if (ExitCode === 1) throw new Error(`the edge's access log: ${(await complaints).trim()}`);
}

async function readStopped(docker: Docker, container: string, tail: number): Promise<string[]> {
  if (tail === 0) return [];
  let last: string[] = [];
  try {
    for await (const [, content] of walkFiles(docker, container, PATHS.accessLog)) {
      last = [...last, ...wholeLines(content)].slice(-tail);
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return last;
}

function wholeLines(log: string): string[] {
  return log
    .slice(0, log.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "");
}
