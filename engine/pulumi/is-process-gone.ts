import { readFileSync } from "node:fs";
import { hostname } from "node:os";

export interface ProcessMark {
  pid: number;
  hostname: string;
  /** When it was known to run. */
  seenAt: Date;
}

const TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux that Node runs on
const CLOCK_SLACK_MS = 2_000;

/**
 * True only when it is certain that the process has ended: it ran on this machine, and its number is free or now belongs
 * to a process that started later. False for any other machine, and wherever it cannot be told.
 */
export function isProcessGone(mark: ProcessMark): boolean {
  if (mark.hostname !== hostname()) return false;
  try {
    process.kill(mark.pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
  const startedAt = startOf(mark.pid);
  return startedAt !== undefined && startedAt > mark.seenAt.getTime() + CLOCK_SLACK_MS;
}

/** Unix time in milliseconds at which a process started, from /proc; undefined where there is no /proc. */
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in field 2 may hold blanks and brackets; field 22 is the start, in ticks since boot.
    const ticks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
    const bootedAt = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
    const startedAt = (bootedAt + ticks / TICKS_PER_SECOND) * 1000;
    return Number.isFinite(startedAt) ? startedAt : undefined;
  } catch {
    return undefined;
  }
}
