import type { Problem } from "../../../edge/control/verify.ts";
import { bakeProblem, watch } from "../../../edge/control/watch.ts";
import { durationMs } from "../../../model/duration.ts";
import { failPoint } from "../../../model/fail-point.ts";
import { phasesOf } from "../../../model/smoke.ts";
import type { ObservedTarget, ObservedTask } from "../observe/observed.ts";
import { isHealthy, readTargets } from "../observe/target-health.ts";
import { readTasks } from "../observe/tasks.ts";
import { definitionOf, runningTasks } from "./checks.ts";
import { isAboutScaling } from "./explain.ts";
import { targetRow, taskRows } from "./gate-report.ts";
import { readLastWords } from "./last-words.ts";
import { LogReader } from "./log-reader.ts";
import type { Candidate } from "./move.ts";
import type { Switched } from "./switch-traffic.ts";

/** Pause between two looks: ECS and CloudWatch throttle who asks all the time. */
const LOOK_MS = 5_000;

/**
 * Watches a color that serves until its bake time is over, as {@link watch} does: tasks that stop, targets that turn unhealthy and, where `logs` is
 * there, new lines of its logs. One that has served before and was watched to the end then, or that a rollback went back to, is not watched again.
 */
export async function bake(
  candidate: Candidate,
  { tookMs }: Switched,
  before: ReadonlySet<string>,
): Promise<Problem | undefined> {
  const { args, from } = candidate;
  const { store, mandate, service, color, generation, sealed, lookMs: pauseMs = LOOK_MS } = args;
  const { version } = sealed.release;
  const bakeTime = bakeTimeOf(candidate);
  if (durationMs(bakeTime) === 0) return undefined;
  if (from === color && !(await store.ledger.isOpen(service, generation))) return undefined;
  failPoint("aws:before-bake");
  return bakeProblem(
    await watch({
      ...{ of: { service, color, version, generation }, bakeTime, pauseMs, mandate, switched: { switchMs: tookMs } },
      readGeneration: async () => (await store.records.read(service))?.record.generation ?? 0,
      look: lookerAt(candidate, before),
    }),
  );
}

/** ARNs of the color's tasks that have stopped before it serves, where it will be watched: those after them are red, and no clock has to tell. */
export async function stoppedBefore(candidate: Candidate): Promise<ReadonlySet<string>> {
  if (durationMs(bakeTimeOf(candidate)) === 0) return new Set();
  return new Set((await readStopped(candidate)).map(({ arn }) => arn));
}

function bakeTimeOf({ args }: Candidate): string {
  return args.isRollback === true ? "0s" : (args.sealed.release.checks?.bakeTime ?? "0s");
}

function readStopped({ args, found }: Candidate): Promise<ObservedTask[]> {
  return readTasks(args.clients, args.place.cluster, found.pools[args.color]?.name ?? "", "STOPPED");
}

/** What is red at a look, in lines. */
function lookerAt(candidate: Candidate, before: ReadonlySet<string>): () => Promise<string[]> {
  const { args, found } = candidate;
  const { clients, color, sealed } = args;
  const definition = definitionOf(candidate);
  const { logs } = sealed.release.checks ?? {};
  const reader = new LogReader(clients, definition);
  return async () => {
    const [stopped, targets, running] = await Promise.all([
      readStopped(candidate),
      readTargets(clients, found.groups[color] ?? ""),
      runningTasks(candidate),
    ]);
    const ended = stopped.filter((task) => isRed(task, definition) && !before.has(task.arn));
    const words = await readLastWords(clients, definition, ended);
    return [
      ...ended.flatMap((task) => taskRows(task, words)),
      ...redTargets(targets),
      ...(logs !== undefined && phasesOf(logs).includes("after") ? await reader.findRefused(running, logs) : []),
    ];
  };
}

function isRed(task: ObservedTask, definition: string): boolean {
  return task.definition === definition && !isAboutScaling(task);
}

function redTargets(targets: readonly ObservedTarget[]): string[] {
  const unhealthy = targets.filter(({ state }) => state === "unhealthy").map((target) => targetRow(target));
  return unhealthy.length === 0 && !targets.some(isHealthy) ? ["its target group has no healthy target"] : unhealthy;
}
