import type { Readable } from "node:stream";
import type Docker from "dockerode";
import { startIn } from "../../docker/exec.ts";
import type { CommandCheck } from "../../model/checks.ts";
import { durationMs } from "../../model/duration.ts";
import type { Replica } from "./replicas.ts";
import type { Waiting } from "./waiting.ts";

const DEFAULT_WITHIN = "10s";
const MAX_OUTPUT = 65_536;
const SHOWN_CHARACTERS = 200;

/**
 * Runs a command in a replica. Returns what is wrong with how it ended, and the last line that it printed; nothing when it is as it
 * must be. One that takes too long is left behind: an engine cannot end a command in a container.
 */
export async function runCheck(
  docker: Docker,
  replica: Replica | undefined,
  { command, exitCode: wanted = 0, contains, within = DEFAULT_WITHIN }: CommandCheck,
  waiting: Waiting,
): Promise<string[]> {
  const name = `command ${command.join(" ").slice(0, SHOWN_CHARACTERS)}`;
  if (replica === undefined) return [`${name}: there is no replica to run it in`];
  const { exec, stdin, stdout, stderr } = await startIn(docker, replica.id, command, { stdin: false });
  const output = collect([stdout, stderr]);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => (timer = setTimeout(resolve, durationMs(within), "late")));
  try {
    const end = await waiting.during(Promise.race([output.ended, late]), name, durationMs(within));
    if (end === "late") return [`${name}: has not ended within ${within}`, ...lastLine(output.text())];
  } finally {
    clearTimeout(timer);
    stdin.destroy();
  }
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== wanted) {
    return [`${name}: exit code ${ExitCode ?? "unknown"} instead of ${wanted}`, ...lastLine(output.text())];
  }
  if (contains === undefined || output.text().includes(contains)) return [];
  return [`${name}: its output does not contain ${JSON.stringify(contains)}`, ...lastLine(output.text())];
}

/** Reads streams to their end and keeps how they begin. */
function collect(streams: readonly Readable[]): { ended: Promise<unknown>; text: () => string } {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (const stream of streams) {
    stream.on("data", (part: Buffer) => {
      if (bytes < MAX_OUTPUT) parts.push(part.subarray(0, MAX_OUTPUT - bytes));
      bytes += part.length;
    });
  }
  const ends = streams.map((stream) => new Promise((resolve, reject) => stream.on("end", resolve).on("error", reject)));
  return { ended: Promise.all(ends), text: () => Buffer.concat(parts).toString("utf8") };
}

function lastLine(output: string): string[] {
  const last = output.trimEnd().split("\n").at(-1) ?? "";
  const shown = last.replace(/\p{C}/gu, "").slice(0, SHOWN_CHARACTERS);
  return shown === "" ? [] : [`  | ${shown}`];
}
