import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { z } from "zod";
import { BusyError, LockedError } from "../../../model/errors.ts";
import { explainDiskError, isCode } from "./atomic-file.ts";
import { isGone, markSchema, thisProcess, type ProcessMark } from "./process-mark.ts";

const holderSchema = markSchema.extend({ token: z.string() });

type Holder = z.infer<typeof holderSchema>;

/** A held lock. */
export interface Lock {
  /** Throws a BusyError when somebody else has it by now, which only a hand that removed the file can cause. */
  assertHeld(): void;
  release(): Promise<void>;
}

/**
 * Takes the lock file at `path`, or throws a LockedError that names its holder. The lock of a process that is provably
 * gone (same machine, same process namespace, and no such process with that start time) is taken over.
 */
export async function acquireLock(path: string, command: string): Promise<Lock> {
  const holder: Holder = { token: randomUUID(), ...thisProcess(command) };
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

/** Who holds the lock at `path`; undefined where nobody does who may still be there. */
export function lockHolder(path: string): ProcessMark | undefined {
  const holder = readSync(path);
  if (holder === undefined || isGone(holder)) return undefined;
  const { token: _, ...mark } = holder;
  return mark;
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

function busy(path: string, holder: Holder | "unreadable"): LockedError {
  if (holder === "unreadable") {
    return new LockedError(`${path}: is held, but cannot be read. When no other run is going on, remove it.`);
  }
  const elsewhere = holder.host === hostname() ? "" : ` on ${holder.host}`;
  return new LockedError(
    `${path}: held by \`${holder.command}\` (process ${holder.pid}${elsewhere}) since ${holder.since}. ` +
      "Wait until it has ended; when it cannot be running any more, remove that file.",
  );
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
