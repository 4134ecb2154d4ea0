import { spawn } from "node:child_process";
import { join } from "node:path";
import { keepProcessOutput } from "../../support/kept-output.ts";
import { REPOSITORY } from "../../support/repository.ts";

export const SCRIPTS = join(REPOSITORY, "examples", "github", ".github", "scripts");

export interface Ran {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs one of the scripts that workflows call, without blocking this process. */
export function runScript(
  name: string,
  { args = [], env = {}, cwd = REPOSITORY }: { args?: readonly string[]; env?: NodeJS.ProcessEnv; cwd?: string },
): Promise<Ran> {
  const child = spawn(join(SCRIPTS, name), args, { cwd, env: { ...process.env, ...env } });
  const ran: Ran = { exitCode: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (ran.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (ran.stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => {
      keepProcessOutput([name, ...args], ran.stdout, ran.stderr);
      resolve({ ...ran, exitCode });
    });
  });
}
