import { setTimeout as sleep } from "node:timers/promises";
import { InputError } from "../../../model/errors.ts";
import { failPoint } from "../../../model/fail-point.ts";
import type { Phase } from "../../../model/smoke.ts";
import type { AwsClients } from "../clients.ts";
import { taskRows } from "../control/gate-report.ts";
import { readLastWords } from "../control/last-words.ts";
import { readContainers } from "../observe/definition.ts";
import { readLoggedSince, streamOf } from "../observe/logged.ts";
import type { ObservedTask } from "../observe/observed.ts";
import { readTask } from "../observe/tasks.ts";
import { SMOKE_END, SMOKE_EXIT } from "./job.ts";
import { startSmokeTask, type StartArgs } from "./start-smoke-task.ts";

/** For a place, an address and its image. */
const START_MS = 300_000;
const LOOK_MS = 3_000;
/** How often a log is read whose last line is not there yet: CloudWatch has it some seconds after the task's end. */
const READS = 15;

export interface FromTaskArgs extends StartArgs {
  clients: Pick<AwsClients, "ecs" | "logs">;
  /** The longest that the requests of a phase can take. */
  longestMs: (phase: Phase) => number;
  /** What the task may take to start: five minutes when left out. */
  startMs?: number;
  /** Between two looks: three seconds when left out. */
  lookMs?: number | undefined;
}

/**
 * Sends the requests of a phase from a task in the VPC, and waits for its end. Returns what is wrong with the answers, a line each; undefined
 * where nothing is. Throws an InputError where they were not sent: that says nothing of a release.
 */
export async function askFromTask(args: FromTaskArgs, phase: Phase): Promise<string | undefined> {
  failPoint("aws:before-smoke-task");
  const arn = await startSmokeTask(args, phase);
  failPoint("aws:after-smoke-task");
  const ended = await waitForEnd(args, arn, (args.startMs ?? START_MS) + args.longestMs(phase));
  switch (exitCodeOf(ended)) {
    case SMOKE_EXIT.right:
      return undefined;
    case SMOKE_EXIT.wrong:
      return await readWords(args, ended);
    case SMOKE_EXIT.unreachable:
      throw new InputError(
        `aws: of the task that sends the release's smoke requests: ${(await readWords(args, ended)).trim()}. Let the tasks' security group in, or, ` +
          "where the load balancer is public, the address of the NAT gateway.",
      );
    default: {
      const words = await readLastWords(args.clients, args.task.definition, [ended]);
      const rows = taskRows(ended, words).map((row) => `  ${row}`);
      throw new InputError(
        `aws: the task that sends the release's smoke requests did not get to it.\n${rows.join("\n")}`,
      );
    }
  }
}

/** A task that is over: its program has ended, whatever ECS still takes down. */
async function waitForEnd(
  { clients: { ecs }, cluster, lookMs = LOOK_MS }: FromTaskArgs,
  arn: string,
  withinMs: number,
): Promise<ObservedTask> {
  const until = performance.now() + withinMs;
  for (;;) {
    const task = await readTask({ ecs }, cluster, arn);
    if (task !== undefined && (task.status === "STOPPED" || exitCodeOf(task) !== null)) return task;
    if (performance.now() > until) break;
    await sleep(lookMs);
  }
  await ecs.stopTask({ cluster, task: arn, reason: "Its smoke requests took too long." });
  throw new InputError(
    `aws: the task that sends the release's smoke requests was not done after ${Math.round(withinMs / 1000)} seconds (${arn}), and is stopped. ` +
      "See why in ECS, and run again.",
  );
}

function exitCodeOf({ containers }: ObservedTask): number | null {
  return containers[0]?.exitCode ?? null;
}

/** What the program wrote down. That its log cannot be read changes nothing of how it ended. */
async function readWords({ clients, task, lookMs = LOOK_MS }: FromTaskArgs, { arn }: ObservedTask): Promise<string> {
  try {
    const [container] = await readContainers(clients, task.definition);
    const stream = container === undefined ? undefined : streamOf(container, arn);
    if (stream === undefined) return "  (what was wrong is not known: its log goes elsewhere)";
    const where = `it is in the log ${stream.group}, ${stream.stream}`;
    for (let read = 1; read <= READS; read++) {
      const { lines } = await readLoggedSince(clients, stream, 0);
      const end = lines.lastIndexOf(SMOKE_END);
      if (end > 0) return lines.slice(0, end).join("\n");
      await sleep(lookMs);
    }
    return `  (what was wrong cannot be read yet: ${where})`;
  } catch (error) {
    if (error instanceof InputError) return `  (what was wrong cannot be read: ${error.message})`;
    throw error;
  }
}
