import { setTimeout as sleep } from "node:timers/promises";
import type { LogsCheck } from "../../model/checks.ts";
import { durationMs } from "../../model/duration.ts";
import { BusyError, EXIT } from "../../model/errors.ts";
import { failPoint } from "../../model/fail-point.ts";
import { replicaName } from "../../model/names.ts";
import type { ServicePart } from "../../model/record.ts";
import { phasesOf } from "../../model/smoke.ts";
import { lastLogLines } from "../log-lines.ts";
import type { RunningEdge } from "../running-edge.ts";
import type { Session, Slot, Switched } from "../session.ts";
import type { Task } from "../tasks.ts";
import { findRefusedLines } from "./log-check.ts";
import type { Mandate } from "./mandate.ts";
import { inspectReplicas, type Replica } from "./replicas.ts";
import { ControlError } from "./verdict-file.ts";
import type { Problem } from "./verify.ts";
import { Waiting } from "./waiting.ts";

/** Pause between two looks. */
const LOOK_MS = 500;

/** So many looks in a row may come to nothing: a connection to a host may break once. */
const BLIND_LOOKS = 3;

export interface BakeArgs {
  edge: RunningEdge;
  session: Session;
  task: Task<"cutover">;
  part: ServicePart;
  mandate: Mandate;
  /** How long, like "30s". */
  bakeTime: string;
  /** Undefined where logs are not looked at. */
  logs: LogsCheck | undefined;
  /** When the traffic came. */
  switched: Switched;
  /** Ends the watch where another service has turned red that moved with this one. */
  signal: AbortSignal;
}

/**
 * Watches a color that serves until its bake time is over. Returns what turned red, as soon as it does; undefined when nothing
 * did. Throws a BusyError when somebody else switches meanwhile, and a ControlError when the run is asked to stop: the traffic then
 * stays where it is. A run that is just gone is no reason to look away.
 */
export async function bake(args: BakeArgs): Promise<Problem | undefined> {
  failPoint("cutover:before-bake");
  const end = await watchColor(args);
  if (end === undefined) return undefined;
  return { kind: "bake", text: "red" in end ? end.red : `  it can no longer be watched: ${end.blind}` };
}

/** What ends a watch before its time: something red, in lines for people, or that nobody can look any more. */
export type WatchEnd = { red: string } | { blind: string };

/** The same, for whoever is not to take the one for the other. */
export async function watchColor(args: BakeArgs): Promise<WatchEnd | undefined> {
  const { task, bakeTime, mandate } = args;
  const deadline = performance.now() + durationMs(bakeTime);
  const waiting = new Waiting(task);
  for (let blind = 0; performance.now() < deadline && !args.signal.aborted;) {
    if (mandate.isStopRequested()) throw stopped(args);
    try {
      const lines = await look(args);
      if (lines.length > 0) return { red: lines.map((line) => `  ${line}`).join("\n") };
      blind = 0;
    } catch (error) {
      if (error instanceof BusyError) throw error;
      blind += 1;
      const why = error instanceof Error ? error.message : String(error);
      if (blind === BLIND_LOOKS) return { blind: why };
    }
    waiting.tell(`${task.color} serves and is watched`, deadline - performance.now());
    await sleep(LOOK_MS);
  }
  return undefined;
}

/** What is red now, a few lines for each replica. */
async function look({ edge, session, task, part, logs, switched }: BakeArgs): Promise<string[]> {
  const { service, color, generation } = task;
  const since = Math.floor(switched.at - switched.tookMs);
  const { record } = await session.readEdge();
  if (record?.generation !== generation) {
    throw new BusyError(
      `${service}: someone switched while ${color} was watched (switch number ${record?.generation ?? 0} after ${generation}). ` +
        "Traffic is where they sent it; run again to go on.",
    );
  }
  const [replicas, slots] = await Promise.all([
    inspectReplicas(edge.docker, edge.id, { service, color, count: part.replicas }),
    session.readSlots(color),
  ]);
  const lines: string[] = [];
  for (const [index, replica] of replicas.entries()) {
    const name = replicaName(edge.id, service, color, index);
    const red = redReplica(
      replica,
      slots.find((slot) => slot.index === index),
      since,
    );
    if (red !== undefined) lines.push(`${name}: ${red}`, ...(await lastWords(edge, replica)));
    else if (replica !== null && logs !== undefined && phasesOf(logs).includes("after")) {
      lines.push(...(await findRefusedLines(edge.docker, replica, logs, { ms: since, what: "the switch" })));
    }
  }
  return lines;
}

/** Why a replica is red; undefined where it is well. `since` is the time of the switch, in ms by the clock of the host. */
export function redReplica(replica: Replica | null, slot: Slot | undefined, since: number): string | undefined {
  if (replica === null) return "its container is gone";
  const memory = replica.outOfMemory ? ", out of memory" : "";
  if (replica.state !== "running") return `${replica.state}, exit code ${replica.exitCode}${memory}`;
  if (replica.startedAt > since) {
    return `started anew since the switch, exit code ${replica.exitCode}${memory}, restarted ${replica.restarts}×`;
  }
  if (slot?.isUp === true) return undefined;
  const said = slot === undefined ? "no slot" : [slot.words, slot.code].filter(Boolean).join(" ");
  return `its health check turned red (${said})`;
}

async function lastWords(edge: RunningEdge, replica: Replica | null): Promise<string[]> {
  if (replica === null) return [];
  return (await lastLogLines(edge.docker, replica.id)).map((line) => `  | ${line}`);
}

function stopped({ task, switched }: BakeArgs): ControlError {
  const { service, color, version } = task;
  return new ControlError(
    `${service}: the run was interrupted while ${color} (version ${version}) was watched. Traffic is on ${color} and stays there. ` +
      `Run \`tidegate up\` to watch it again, or go back with \`tidegate rollback ${service}\`.`,
    EXIT.interrupted,
    "interrupted",
    { to: color, switchMs: switched.tookMs, switchedAt: switched.at },
  );
}
