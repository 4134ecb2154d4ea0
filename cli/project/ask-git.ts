import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const TIMEOUT_MS = 5_000;

/** What a question to git is answered with, to its last line end; undefined where there is no git, no clone, or no answer. */
export async function askGit(folder: string, ...args: string[]): Promise<string | undefined> {
  try {
    // A clone may name a program of its own to watch its files: it is not asked.
    const { stdout } = await run("git", ["-c", "core.fsmonitor=false", ...args], {
      ...{ cwd: folder, timeout: TIMEOUT_MS, encoding: "utf8" },
    });
    return stdout;
  } catch {
    return undefined; // who asks says that it is not known
  }
}
