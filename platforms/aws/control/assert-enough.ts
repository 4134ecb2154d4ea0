import { ControlError } from "../../../edge/control/verdict-file.ts";
import { otherColor } from "../../../model/color.ts";
import { EXIT } from "../../../model/errors.ts";
import { isHealthy, readTargets } from "../observe/target-health.ts";
import { wantedTasks } from "../observe/wanted-tasks.ts";
import type { Candidate } from "./move.ts";
import { servingPool } from "./serving-pool.ts";

/**
 * Looks once more at the moment of the switch, whatever the gate has seen before: nothing is shifted onto a target group that has nobody to answer,
 * or fewer than the color that serves is to have by now. Throws a ControlError.
 */
export async function assertEnough({ args, found, from }: Candidate): Promise<void> {
  const { clients, place, service, color } = args;
  const serving = servingPool({ found, from }, color);
  const healthy = (await readTargets(clients, found.groups[color] ?? "")).filter(isHealthy).length;
  const served = serving === null ? 0 : await wantedTasks(clients, place.cluster, serving); // last: it may grow meanwhile
  if (healthy >= Math.max(1, served)) return;
  const short =
    healthy === 0
      ? `the target group of ${color} has no healthy target; traffic stays where it is.`
      : `${otherColor(color)} is to have ${served} tasks by now, and ${healthy} of ${color} are healthy; traffic stays where it is. Run again.`;
  throw new ControlError(`${service}: ${short}`, EXIT.gateRed, "gate");
}
