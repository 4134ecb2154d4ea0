import type { Gate } from "../../../model/service.ts";
import type { ObservedTarget, ObservedTask } from "../observe/observed.ts";
import { isHealthy } from "../observe/target-health.ts";
import { explainStop, explainTarget, isAboutCapacity } from "./explain.ts";
import type { GateArgs } from "./gate-args.ts";
import { shortArn, type PoolLook } from "./judge-pool.ts";

/** Why a gate waits no longer. */
export type GateEnd = "late" | "hopeless" | "crashing";

/** How many tasks of the past are told of: they mostly stopped for one reason. */
const STOPPED_SHOWN = 3;

/** What the operator reads when the gate says no: what is missing, each target that is not healthy and each task that stopped, and why. */
export function reportGate(
  { service, color, version, gate, definition }: Omit<GateArgs, "clients">,
  { pool, targets, stopped }: PoolLook,
  missing: readonly string[],
  end: GateEnd,
): string {
  const unhealthy = targets.filter((target) => !isHealthy(target) && target.state !== "draining");
  const ours = stopped.filter((task) => task.definition === definition).slice(0, STOPPED_SHOWN);
  const capacity = pool?.events.find(({ text }) => isAboutCapacity(text));
  return [
    `${service}: ${color} (version ${version}) did not pass the gate${endText(end, gate)}; traffic stays where it is.`,
    ...missing.map((each) => `  ${each}`),
    ...unhealthy.map(targetRow),
    ...ours.flatMap(taskRows),
    ...(capacity === undefined ? [] : [`  no capacity: ${capacity.text}`]),
  ].join("\n");
}

function endText(end: GateEnd, { within, restarts }: Gate): string {
  if (end === "late") return ` within ${within}`;
  return end === "crashing" ? `, because its tasks stop again and again (\`gate.restarts\`: ${restarts})` : "";
}

function targetRow(target: ObservedTarget): string {
  const { id, port, state, reason, description } = target;
  const said = [reason, description].filter((text) => text !== null && text !== "").join(": ");
  const words = said === "" ? "" : ` (${said})`;
  return `  target ${id}:${port}  ${state}${words}  ${explainTarget(target)}`;
}

function taskRows(task: ObservedTask): string[] {
  return [
    `  task ${shortArn(task.arn)}  stopped: ${explainStop(task)}`,
    ...(task.stoppedReason === null ? [] : [`    | ${task.stoppedReason}`]),
    ...task.containers
      .filter(({ exitCode, reason }) => reason !== null || (exitCode !== null && exitCode !== 0))
      .map(({ name, exitCode, reason }) => {
        const code = exitCode === null ? "no exit code" : `exit code ${exitCode}`;
        return `    | ${name}: ${code}${reason === null ? "" : `, ${reason}`}`;
      }),
  ];
}
