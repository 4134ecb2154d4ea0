import type { Checks } from "../../model/checks.ts";
import type { ServicePart } from "../../model/record.ts";
import { phasesOf, type Phase } from "../../model/smoke.ts";
import type { RunningEdge } from "../running-edge.ts";
import type { Task } from "../tasks.ts";
import { askDependencies } from "./ask-dependencies.ts";
import { findRefusedLines } from "./log-check.ts";
import type { Mandate } from "./mandate.ts";
import { inspectReplicas } from "./replicas.ts";
import { runCheck } from "./run-check.ts";
import { checksProblem, failedChecks } from "./failed-checks.ts";
import type { Problem } from "./verify.ts";
import { Waiting } from "./waiting.ts";

export interface ChecksArgs {
  edge: RunningEdge;
  task: Task<"cutover">;
  part: ServicePart;
  mandate: Pick<Mandate, "isStopRequested">;
  /** Undefined where nothing is to be checked. */
  checks: Checks | undefined;
}

/**
 * Asks what a release depends on, runs its commands and reads its logs before it may serve. Throws a ControlError with everything that
 * is wrong.
 */
export async function passChecks(args: ChecksArgs): Promise<void> {
  const problem = await findCheckProblem(args, "before");
  if (problem === undefined) return;
  throw failedChecks(args.task, problem);
}

/** The same once it serves. */
export function verifyChecks(args: ChecksArgs): Promise<Problem | undefined> {
  return checksProblem(() => findCheckProblem(args, "after"));
}

/** What is wrong, a line each; undefined when nothing is. */
async function findCheckProblem(
  { edge, task, part, mandate, checks }: ChecksArgs,
  phase: Phase,
): Promise<string | undefined> {
  const commands = (checks?.commands ?? []).filter((check) => phasesOf(check).includes(phase));
  const dependencies = (checks?.dependencies ?? []).filter(({ when = "before" }) => phasesOf({ when }).includes(phase));
  const logs = checks?.logs !== undefined && phasesOf(checks.logs).includes(phase) ? checks.logs : undefined;
  if (dependencies.length + commands.length === 0 && logs === undefined) return undefined;

  const { service, color } = task;
  const found = await inspectReplicas(edge.docker, edge.id, { service, color, count: part.replicas });
  const replicas = found.filter((replica) => replica !== null);
  const waiting = new Waiting(task);
  const lines = await askDependencies(dependencies, { edge, replica: replicas[0], mandate, waiting });
  for (const check of commands) lines.push(...(await runCheck(edge.docker, replicas[0], check, waiting)));
  if (logs !== undefined) {
    for (const replica of replicas) lines.push(...(await findRefusedLines(edge.docker, replica, logs)));
  }
  return lines.length === 0 ? undefined : lines.map((line) => `  ${line}`).join("\n");
}
