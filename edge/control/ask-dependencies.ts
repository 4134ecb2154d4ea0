import { setTimeout as sleep } from "node:timers/promises";
import { spokenBy, statusOf } from "../../docker/connect.ts";
import type { Dependency } from "../../model/checks.ts";
import { durationMs } from "../../model/duration.ts";
import type { RunningEdge } from "../running-edge.ts";
import { besideReplica } from "./beside-replica.ts";
import type { Mandate } from "./mandate.ts";
import { probeHttp, probeTcp, type Failure } from "./probe-dependency.ts";
import type { Replica } from "./replicas.ts";
import { runCheck } from "./run-check.ts";
import type { Waiting } from "./waiting.ts";

const DEFAULT_TIMEOUT = "2s";
const DEFAULT_WITHIN = "10s";
const COMMAND_TIMEOUT = "10s";
const PAUSE_MS = 500;
const SHOWN_CHARACTERS = 200;

/** The last try may begin just before the end, and the container for it has to start. */
const SPARE_MS = 90_000;

export interface Asking {
  edge: RunningEdge;
  /** The one that asks; undefined where there is none. */
  replica: Replica | undefined;
  mandate: Pick<Mandate, "isStopRequested">;
  waiting: Waiting;
}

/**
 * Asks what a release depends on, all at once and each until it answers, its time is over, or the run is asked to stop. Returns a line
 * for each that did not answer: what it is, what was seen, and what to do.
 */
export async function askDependencies(dependencies: readonly Dependency[], asking: Asking): Promise<string[]> {
  const { edge, replica, waiting } = asking;
  if (dependencies.length === 0) return [];
  if (replica === undefined) return ["dependencies: there is no replica to ask them from"];
  const longestMs = Math.max(...dependencies.map(({ within = DEFAULT_WITHIN }) => durationMs(within)));
  const ask = async (container: string): Promise<string[]> => {
    const asked = dependencies.map((dependency) => askUntil({ ...asking, container, replica }, dependency));
    return (await waiting.during(Promise.all(asked), "dependencies are asked", longestMs)).flat();
  };
  try {
    return dependencies.some(({ command }) => command === undefined)
      ? await besideReplica(edge, replica, longestMs + SPARE_MS, ask)
      : await ask("");
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
    return [
      `dependencies: cannot be asked from ${replica.name} (${spokenBy(error)}). See whether it still runs, and its log`,
    ];
  }
}

interface AskingFrom extends Asking {
  /** In the replica's network. */
  container: string;
  replica: Replica;
}

async function askUntil(asking: AskingFrom, dependency: Dependency): Promise<string[]> {
  const { within = DEFAULT_WITHIN } = dependency;
  const deadline = performance.now() + durationMs(within);
  for (let tries = 1; ; tries++) {
    const lines = await askOnce(asking, dependency);
    if (lines.length === 0) return [];
    const isLast = performance.now() + PAUSE_MS > deadline || asking.mandate.isStopRequested();
    if (isLast) return tries === 1 ? lines : withTries(lines, tries, within);
    await sleep(PAUSE_MS);
  }
}

function withTries([first = "", ...more]: string[], tries: number, within: string): string[] {
  return [`${first} (tried ${tries} times in ${within})`, ...more];
}

/** Nothing where it answers as it must. */
async function askOnce(asking: AskingFrom, dependency: Dependency): Promise<string[]> {
  const { edge, replica, container, waiting } = asking;
  const { tcp, http, command, timeout = DEFAULT_TIMEOUT } = dependency;
  if (command !== undefined) {
    const check = { command, within: dependency.timeout ?? COMMAND_TIMEOUT };
    const [first, ...more] = await runCheck(edge.docker, replica, check, waiting);
    return first === undefined ? [] : [`dependency ${first}`, ...more];
  }
  if (http !== undefined) {
    return told(`http ${http}`, await probeHttp(edge.docker, container, { ...dependency, http }, timeout));
  }
  return told(`tcp ${tcp ?? ""}`, await probeTcp(edge.docker, container, tcp ?? "", timeout));
}

function told(name: string, failure: Failure | undefined): string[] {
  return failure === undefined
    ? []
    : [`dependency ${name.slice(0, SHOWN_CHARACTERS)}: ${failure.seen}. ${failure.remedy}`];
}
