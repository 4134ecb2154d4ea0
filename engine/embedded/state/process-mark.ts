import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
import { isCode } from "./atomic-file.ts";

/** A process as others can find it again, or know for sure that it is gone. */
export const markSchema = z.strictObject({
  pid: z.int(),
  host: z.string(),
  /** Id that the machine was given when it was installed: two may have one name. Null where unknown. */
  machine: z.string().nullable(),
  /** Start of the process and its namespace, so that a reused pid is not taken for it; null where unknown. */
  process: z.string().nullable(),
  command: z.string(),
  since: z.string(),
});

export type ProcessMark = z.infer<typeof markSchema>;

/** The mark of this process, which runs `command`. */
export function thisProcess(command: string): ProcessMark {
  return {
    pid: process.pid,
    host: hostname(),
    machine: machineId(),
    process: describeProcess(process.pid),
    command,
    since: new Date().toISOString(),
  };
}

/** Whether a process is provably gone: same machine, same process namespace, and no such process with that start time. */
export function isGone(mark: ProcessMark): boolean {
  if (mark.host !== hostname()) return false;
  const own = describeProcess(process.pid);
  if (mark.process !== null && own !== null) {
    const [boot, namespace] = own.split(" ");
    const [itsBoot, itsNamespace] = mark.process.split(" ");
    // Started since, if it is this machine. A name alone does not say so: copies of one machine share it.
    if (boot !== itsBoot) return mark.machine !== null && mark.machine === machineId();
    if (namespace !== itsNamespace) return false; // its pid means nothing here
    return describeProcess(mark.pid) !== mark.process;
  }
  try {
    process.kill(mark.pid, 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

/** See machine-id(5); containers often have none. */
function machineId(): string | null {
  try {
    return readFileSync("/etc/machine-id", "utf8").trim() || null;
  } catch {
    return null;
  }
}

/** `<boot id> <pid namespace> <start time in ticks>` of a running process; null where /proc does not say. */
function describeProcess(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const namespace = readlinkSync("/proc/self/ns/pid");
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name before may hold anything
    const dead = fields[0] === "Z" || fields[0] === "X";
    return dead ? null : `${boot} ${namespace} ${fields[19]}`; // field 22 of proc(5): starttime
  } catch {
    return null; // no such process, or no /proc
  }
}
