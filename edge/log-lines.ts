import type Docker from "dockerode";
import { textOfFrames } from "../docker/log-frames.ts";

const LINES = 5;
const WIDTH = 200;

/** The last lines a container printed, oldest first, without control characters and cut to a readable width. */
export async function lastLogLines(docker: Docker, container: string): Promise<string[]> {
  const lines = await readLogLines(docker, container, LINES);
  return lines.slice(-LINES).map((line) => (line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line));
}

/** The last lines a container printed, at most about `count` of them, as long as they are. */
export async function readLogLines(docker: Docker, container: string, count: number): Promise<string[]> {
  let logs: Buffer;
  try {
    logs = await docker.getContainer(container).logs({ stdout: true, stderr: true, tail: count });
  } catch {
    return []; // a log driver that cannot be read must not hide the rest of a report
  }
  return textOfFrames(logs)
    .split("\n")
    .map((line) => line.replace(/[^\P{C}\t]/gu, "").trimEnd())
    .filter((line) => line !== "");
}
