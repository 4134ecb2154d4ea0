import { phasesOf, type Phase } from "../../../model/smoke.ts";
import { readTasks } from "../observe/tasks.ts";
import type { ObservedTask } from "../observe/observed.ts";
import { LogReader } from "./log-reader.ts";
import type { Candidate } from "./move.ts";

/**
 * What the tasks of a color have logged that they may not have, a line each; undefined where nothing is, or nobody has to look. What has served for a
 * while may have logged what happens to anybody. Throws an AwsError where a log cannot be read.
 */
export async function findCheckProblem(candidate: Candidate, phase: Phase): Promise<string | undefined> {
  const { args, from } = candidate;
  const { checks } = args.sealed.release;
  if (args.isRollback === true || from === args.color) return undefined;
  if (checks?.logs === undefined || !phasesOf(checks.logs).includes(phase)) return undefined;
  const reader = new LogReader(args.clients, definitionOf(candidate));
  const lines = await reader.findRefused(await runningTasks(candidate), checks.logs);
  return lines.length === 0 ? undefined : lines.map((line) => `  ${line}`).join("\n");
}

/** The tasks of the color's release that run. */
export async function runningTasks(candidate: Candidate): Promise<ObservedTask[]> {
  const { args, found } = candidate;
  const tasks = await readTasks(args.clients, args.place.cluster, found.pools[args.color]?.name ?? "");
  return tasks.filter((task) => task.definition === definitionOf(candidate) && task.status === "RUNNING");
}

/** ARN of the task definition that the color's tasks must be of. */
export function definitionOf({ args, found }: Candidate): string {
  return args.definition ?? found.pools[args.color]?.definition ?? "";
}
