import type { LogsCheck } from "../../model/checks.ts";
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
import type { Problem } from "./verify.ts";
import { bakeProblem, watch, type WatchEnd } from "./watch.ts";

/** Pause between two looks. */
const LOOK_MS = 500;

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

/** Watches a color that serves until its bake time is over, as {@link watch} does. */
export async function bake(args: BakeArgs): Promise<Problem | undefined> {
  failPoint("cutover:before-bake");
  return bakeProblem(await watchColor(args));
}

/** The same, for whoever is not to take what is red for what cannot be seen. */
export async function watchColor(args: BakeArgs): Promise<WatchEnd | undefined> {
  const { session, task, bakeTime, mandate, switched, signal } = args;
  return await watch({
    ...{ of: task, bakeTime, pauseMs: LOOK_MS, mandate, signal },
    switched: { switchMs: switched.tookMs, switchedAt: switched.at },
    readGeneration: async () => (await session.readEdge()).record?.generation ?? 0,
    look: () => look(args),
  });
}

/** What is red now, a few lines for each replica. */
async function look({ edge, session, task, part, logs, switched }: BakeArgs): Promise<string[]> {
  const { service, color } = task;
  const since = Math.floor(switched.at - switched.tookMs);
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
