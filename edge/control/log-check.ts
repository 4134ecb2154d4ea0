import type Docker from "dockerode";
import type { LogsCheck } from "../../model/checks.ts";
import { textOfFrames } from "../../docker/log-frames.ts";
import type { Replica } from "./replicas.ts";

/** So many of the newest lines are looked at. */
const LINES = 10_000;
const SHOWN_LINES = 3;
const SHOWN_CHARACTERS = 200;

/** Seen with Docker 20.10: a container's first lines may bear a time some ms before that of its start, more on a busy host. */
const START_LAG_MS = 500;

/** Words of a level in capitals, and the fields in which JSON logs have it. */
const BAD_LEVEL = /\b(?:ERROR|FATAL|CRITICAL|PANIC|SEVERE)\b|"(?:level|severity)":\s?"(?:error|fatal|critical|panic)"/;

/** From when on a log is looked at. */
export interface Since {
  /** Unix time in ms, by the clock of the host. */
  ms: number;
  /** What was then, for people. */
  what: string;
}

/** The lines that a replica may not have logged since its start, or another moment: the first few, and how many there are. */
export async function findRefusedLines(
  docker: Docker,
  replica: Replica,
  check: LogsCheck,
  since: Since = { ms: replica.startedAt - START_LAG_MS, what: "its start" },
): Promise<string[]> {
  let logs: Buffer;
  try {
    const container = docker.getContainer(replica.id);
    logs = await container.logs({ stdout: true, stderr: true, since: since.ms / 1000, tail: LINES });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [`${replica.name}: its log cannot be read (${why})`];
  }
  return describeRefused(replica.name, refusedLines(textOfFrames(logs).split("\n"), check), since.what);
}

/** The first of the lines that a replica may not have logged since some moment, and how many there are; nothing where there are none. */
export function describeRefused(replica: string, refused: readonly string[], since: string): string[] {
  if (refused.length === 0) return [];
  return [
    `${replica}: ${refused.length} lines in its log since ${since} that may not be there`,
    ...refused.slice(0, SHOWN_LINES).map((line) => `  | ${line.replace(/\p{C}/gu, "").slice(0, SHOWN_CHARACTERS)}`),
  ];
}

/** Those of the lines that a check refuses. */
export function refusedLines(lines: readonly string[], { refuse, ignore = [] }: LogsCheck): string[] {
  const isBad = (line: string) =>
    refuse === undefined ? BAD_LEVEL.test(line) : refuse.some((text) => line.includes(text));
  return lines.filter((line) => isBad(line) && !ignore.some((text) => line.includes(text)));
}
