import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { z } from "zod";
import { BusyError } from "../../../model/errors.ts";
import { explainDiskError, isCode } from "./atomic-file.ts";

const holderSchema = z.strictObject({
  token: z.string(),
  pid: z.int(),
  host: z.string(),
  /** Id that the machine was given when it was installed: two may have one name. Null where unknown. */
  machine: z.string().nullable(),
  /** Start of the process and its namespace, so that a reused pid is not taken for the holder; null where unknown. */
  process: z.string().nullable(),
  command: z.string(),
  since: z.string(),
});

type Holder = z.infer<typeof holderSchema>;

/** A held lock. */
export interface Lock {
  /** Throws a BusyError when somebody else has it by now, which only a hand that removed the file can cause. */
  assertHeld(): void;
  release(): Promise<void>;
}

/**
 * Takes the lock file at `path`, or throws a BusyError that names its holder. The lock of a process that is provably
 * gone (same machine, same process namespace, and no such process with that start time) is taken over.
 */
export async function acquireLock(path: string, command: string): Promise<Lock> {
  const holder: Holder = {
    token: randomUUID(),
    pid: process.pid,
    host: hostname(),
    machine: machineId(),
    process: describeProcess(process.pid),
    command,
    since: new Date().toISOString(),
  };
  const own = `${path}.${holder.token}.own`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(own, JSON.stringify(holder), { mode: 0o600 });
    await claim(path, own);
  } catch (error) {
    throw explainDiskError(error, path);
  } finally {
    await rm(own, { force: true });
  }
  return {
    assertHeld: () => {
      if (readSync(path)?.token !== holder.token) {
        throw new BusyError(`${path}: the lock of this run was taken away. Look who did it, then run again.`);
      }
    },
    release: async () => {
      if (readSync(path)?.token === holder.token) await rm(path, { force: true });
    },
  };
}

/**
 * Makes `path` a link to the file `own`. A dead holder's lock is replaced under a lock of its own, named after that
 * holder's token: so of all who see it dead exactly one takes over, and nobody removes a lock newer than the one seen.
 */
async function claim(path: string, own: string): Promise<void> {
  for (;;) {
    try {
      await link(own, path);
      return;
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
    const holder = await read(path);
    if (holder === undefined) continue; // released meanwhile
    if (holder === "unreadable" || !isGone(holder)) throw busy(path, holder);
    const takeover = `${path}.${holder.token}`;
    await claim(takeover, own);
    const still = await read(path);
    if (still !== undefined && still !== "unreadable" && still.token === holder.token) {
      await rename(takeover, path);
      return;
    }
    await rm(takeover, { force: true });
  }
}

function busy(path: string, holder: Holder | "unreadable"): BusyError {
  if (holder === "unreadable") {
    return new BusyError(`${path}: is held, but cannot be read. When no other run is going on, remove it.`);
  }
  const elsewhere = holder.host === hostname() ? "" : ` on ${holder.host}`;
  return new BusyError(
    `${path}: held by \`${holder.command}\` (process ${holder.pid}${elsewhere}) since ${holder.since}. ` +
      "Wait until it has ended; when it cannot be running any more, remove that file.",
  );
}

function isGone(holder: Holder): boolean {
  if (holder.host !== hostname()) return false;
  const own = describeProcess(process.pid);
  if (holder.process !== null && own !== null) {
    const [boot, namespace] = own.split(" ");
    const [itsBoot, itsNamespace] = holder.process.split(" ");
    // Started since, if it is this machine. A name alone does not say so: copies of one machine share it.
    if (boot !== itsBoot) return holder.machine !== null && holder.machine === machineId();
    if (namespace !== itsNamespace) return false; // its pid means nothing here
    return describeProcess(holder.pid) !== holder.process;
  }
  try {
    process.kill(holder.pid, 0);
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

function parseHolder(text: string): Holder | "unreadable" {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return "unreadable";
  }
}

async function read(path: string): Promise<Holder | "unreadable" | undefined> {
  try {
    return parseHolder(await readFile(path, "utf8"));
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function readSync(path: string): Holder | undefined {
  try {
    const holder = parseHolder(readFileSync(path, "utf8"));
    return holder === "unreadable" ? undefined : holder;
  } catch {
    return undefined; // gone
  }
}
