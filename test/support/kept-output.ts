import { appendFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { REPOSITORY } from "./repository.ts";

const ALL_RUNS = join(REPOSITORY, ".tidegate", "test-output");
const VARIABLE = "TIDEGATE_TEST_OUTPUT";

let processes = 0;

/** Gives this run of the suite a folder of its own, which its workers inherit; those of ended runs are removed. */
export function startKeeping(): void {
  mkdirSync(ALL_RUNS, { recursive: true });
  const ended = readdirSync(ALL_RUNS).filter((run) => run === String(process.pid) || !isRunning(Number(run)));
  for (const run of ended) rmSync(join(ALL_RUNS, run), { recursive: true, force: true });
  process.env[VARIABLE] = join(ALL_RUNS, String(process.pid));
}

/** Where everything lies that the running suite has printed, for the search at its end; undefined outside of tests. */
export function keptOutput(): string | undefined {
  return process.env[VARIABLE];
}

/** Keeps a text or a picture under a path below {@link keptOutput}. Outside of tests, as in a benchmark, nothing is kept. */
export function keepOutput(path: string, content: string | Uint8Array): void {
  const folder = keptOutput();
  if (folder === undefined) return;
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, content);
}

/** Keeps what a process printed that a test ran: in a file of its own, which begins with the command. */
export function keepProcessOutput(command: readonly string[], ...outputs: readonly string[]): void {
  processes += 1;
  keepOutput(join("processes", `${process.pid}-${processes}.txt`), [`$ ${command.join(" ")}`, ...outputs].join("\n"));
}

/** Paths below a folder of everything kept there. */
export function keptFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // no such process, or none of ours
  }
}
