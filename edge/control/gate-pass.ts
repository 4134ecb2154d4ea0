import { EXIT } from "../../model/errors.ts";
import type { GatePass } from "../../model/gate-result.ts";
import type { EdgeRecord } from "../../model/record.ts";
import type { Task } from "../tasks.ts";
import { ControlError } from "./verdict-file.ts";

/** A switch, and what the gates said of it. */
export type DemandedPass = Pick<
  Task<"cutover">,
  "service" | "color" | "version" | "release" | "generation" | "gates" | "since"
>;

/**
 * What the gates before this release said; null where none had to be asked: the service declares none, or the release has served here
 * before. Throws a ControlError where they have not let through this very switch, so that nobody gets around them by running the
 * cutover alone, or with what an earlier run was told.
 */
export function demandPass(task: DemandedPass, record: EdgeRecord | null): GatePass | null {
  const { service, color, version, generation, gates, since = 0 } = task;
  const isSealed = record?.sealed[color]?.hash === task.release;
  if (gates === undefined || isSealed) return null;
  const isForThis =
    gates.service === service &&
    gates.color === color &&
    gates.version === version &&
    gates.generation === generation &&
    gates.at >= since * 1000 &&
    gates.results.length > 0 &&
    gates.results.every(({ verdict }) => verdict === "pass");
  if (isForThis) return gates;
  throw new ControlError(
    `${service}: the gates before a release have not been asked for this one, which is to move traffic to ${color} ` +
      `(version ${version}). Traffic stays where it is; run \`tidegate up\` without targets, which asks them.`,
    EXIT.gateRed,
    "gates",
  );
}
