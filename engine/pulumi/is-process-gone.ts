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
  const stat = readStat(mark.pid);
  if (stat === undefined) return false;
  if (stat.isDead) return true;
  return stat.startedAt > mark.seenAt.getTime() + CLOCK_SLACK_MS;
}

interface Stat {
  /** It has ended, and its parent has not asked how: the first process of many a container asks of no orphan, or late. */
  isDead: boolean;
  /** Unix time in milliseconds. */
  startedAt: number;
}

/** What /proc tells of a process; undefined where there is no /proc, or the process has gone just now. */
function readStat(pid: number): Stat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in field 2 may hold blanks and brackets; field 3 is the state, field 22 the start, in ticks since boot.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const bootedAt = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
    const startedAt = (bootedAt + Number(fields[19]) / TICKS_PER_SECOND) * 1000;
    return { isDead: fields[0] === "Z" || fields[0] === "X", startedAt };
  } catch {
    return undefined;
  }
}
