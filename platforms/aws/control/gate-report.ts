import type { Gate } from "../../../model/service.ts";
import type { ObservedTarget, ObservedTask } from "../observe/observed.ts";
import { isHealthy } from "../observe/target-health.ts";
import { explainStop, explainTarget, isAboutCapacity } from "./explain.ts";
import type { GateArgs } from "./gate-args.ts";
import { shortArn, type PoolLook } from "./judge-pool.ts";
import type { LastWords } from "./last-words.ts";

/** Why a gate waits no longer. */
export type GateEnd = "late" | "hopeless" | "crashing";

/** How many tasks of the past are told of: they mostly stopped for one reason. */
const STOPPED_SHOWN = 3;

/** The tasks that a report tells of: those that have stopped, or where none has, the first that runs. */
export function toldTasks({ pool, stopped }: PoolLook, definition: string): readonly ObservedTask[] {
  const ours = stopped.filter((task) => task.definition === definition);
  if (ours.length > 0) return ours.slice(0, STOPPED_SHOWN);
  return (pool?.tasks ?? []).filter((task) => task.definition === definition && task.status === "RUNNING").slice(0, 1);
}

/**
 * What the operator reads when the gate says no: what is missing, each target that is not healthy, and of each of the {@link toldTasks} why it
 * stopped and what it logged last.
 */
export function reportGate(
  { service, color, version, gate, definition }: Omit<GateArgs, "clients">,
  look: PoolLook,
  { missing, end, words }: { missing: readonly string[]; end: GateEnd; words: LastWords },
): string {
  const { pool, targets } = look;
  const unhealthy = targets.filter((target) => !isHealthy(target) && target.state !== "draining");
  const capacity = pool?.events.find(({ text }) => isAboutCapacity(text));
  const rows = [
    ...missing,
    ...unhealthy.map(targetRow),
    ...toldTasks(look, definition).flatMap((task) => taskRows(task, words)),
    ...(words.unread === null ? [] : [`no log is shown: ${words.unread}`]),
    ...(capacity === undefined ? [] : [`no capacity: ${capacity.text}`]),
  ];
  return [
    `${service}: ${color} (version ${version}) did not pass the gate${endText(end, gate)}; traffic stays where it is.`,
    ...rows.map((row) => `  ${row}`),
  ].join("\n");
}

function endText(end: GateEnd, { within, restarts }: Gate): string {
  if (end === "late") return ` within ${within}`;
  return end === "crashing" ? `, because its tasks stop again and again (\`gate.restarts\`: ${restarts})` : "";
}

/** A target that is not healthy, and why. */
export function targetRow(target: ObservedTarget): string {
  const { id, port, state, reason, description } = target;
  const said = [reason, description].filter((text) => text !== null && text !== "").join(": ");
  const words = said === "" ? "" : ` (${said})`;
  return `target ${id}:${port}  ${state}${words}  ${explainTarget(target)}`;
}

/** A task with what it logged last, and why it stopped where it did. */
export function taskRows(task: ObservedTask, words: LastWords): string[] {
  const { arn, status, stoppedReason, containers } = task;
  const lines = quoted(words.lines.get(arn) ?? []);
  if (status === "RUNNING")
    return lines.length === 0 ? [] : [`task ${shortArn(arn)}  runs, and has logged last:`, ...lines];
  return [
    `task ${shortArn(arn)}  stopped: ${explainStop(task)}`,
    ...(stoppedReason === null ? [] : quoted([stoppedReason])),
    ...containers
      .filter(({ exitCode, reason }) => reason !== null || (exitCode !== null && exitCode !== 0))
      .flatMap(({ name, exitCode, reason }) => {
        const code = exitCode === null ? "no exit code" : `exit code ${exitCode}`;
        return quoted([`${name}: ${code}${reason === null ? "" : `, ${reason}`}`]);
      }),
    ...lines,
  ];
}

function quoted(lines: readonly string[]): string[] {
  return lines.map((line) => `  | ${line}`);
}
