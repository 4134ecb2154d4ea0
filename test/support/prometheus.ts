import { spawnSync } from "node:child_process";
import { findPrometheusProgram } from "../../setup/steps/prometheus.ts";
import { keepProcessOutput } from "./kept-output.ts";
import { REPOSITORY } from "./repository.ts";

export type PrometheusProgram = Parameters<typeof findPrometheusProgram>[0];

export function prometheusProgram(program: PrometheusProgram): string {
  const path = findPrometheusProgram(program, REPOSITORY);
  if (path === undefined) throw new Error(`no ${program}; \`npm test\` fetches one`);
  return path;
}

/** Asks one of Prometheus' own checkers, in a folder and with a standard input; `said` is all that it printed. */
export function askChecker(
  program: PrometheusProgram,
  args: readonly string[],
  { cwd = ".", input = "" }: { cwd?: string; input?: string } = {},
): { exitCode: number | null; said: string } {
  const { status, stdout, stderr, error } = spawnSync(prometheusProgram(program), args, {
    cwd,
    input,
    encoding: "utf8",
    timeout: 60_000,
  });
  if (error !== undefined) throw error;
  keepProcessOutput([program, ...args], stdout, stderr);
  return { exitCode: status, said: stdout + stderr };
}
