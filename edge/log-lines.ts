import type Docker from "dockerode";
import { textOfFrames } from "../docker/log-frames.ts";
import { lastShown, logLines, SHOWN_LINES } from "../model/log-text.ts";

/** The last lines a container printed, oldest first, without control characters and cut to a readable width. */
export async function lastLogLines(docker: Docker, container: string): Promise<string[]> {
  return lastShown(await readLogLines(docker, container, SHOWN_LINES));
}

/** The last lines a container printed, at most about `count` of them, as long as they are. */
export async function readLogLines(docker: Docker, container: string, count: number): Promise<string[]> {
  let logs: Buffer;
  try {
    logs = await docker.getContainer(container).logs({ stdout: true, stderr: true, tail: count });
  } catch {
    return []; // a log driver that cannot be read must not hide the rest of a report
  }
  return logLines(textOfFrames(logs));
}
