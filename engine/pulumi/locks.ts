import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { LockedError } from "../../model/errors.ts";
import type { StackRef } from "../engine.ts";
import { fileBackendDir } from "./file-backend.ts";
import { isProcessGone } from "./is-process-gone.ts";

// pkg/backend/diy/lock.go of the CLI, `lockContent`.
const lockSchema = z.object({ pid: z.int(), username: z.string(), hostname: z.string(), timestamp: z.coerce.date() });

/**
 * Makes way in a file backend: removes locks whose holder is provably dead, which the CLI itself never does, and throws a
 * LockedError that names the holder of a lock that stays. Returns a line for each lock removed. Other backends need none.
 */
export function clearDeadLocks(ref: StackRef): string[] {
  const dir = fileBackendDir(ref.projectDir);
  if (dir === undefined) return [];
  return lockFiles(dir, ref).flatMap((file) => {
    const lock = readLock(file);
    if (lock === undefined) return []; // just released, or not one of the CLI's: it will say what it thinks of it
    const holder = `${lock.username}@${lock.hostname}, process ${lock.pid}, since ${lock.timestamp.toISOString()}`;
    if (!isProcessGone({ pid: lock.pid, hostname: lock.hostname, seenAt: lock.timestamp })) {
      throw new LockedError(
        `Stack ${JSON.stringify(ref.stack)} is in use by another run (${holder}). ` +
          "Wait for it to end. If that machine is gone for good, run `pulumi cancel`.",
      );
    }
    rmSync(file, { force: true });
    return [`removed the lock of a run that has died (${holder})`];
  });
}

function lockFiles(dir: string, { project, stack }: StackRef): string[] {
  const folder = join(dir, ".pulumi", "locks", "organization", project, stack);
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(folder, name));
  } catch {
    return []; // no lock was ever taken
  }
}

function readLock(file: string): z.infer<typeof lockSchema> | undefined {
  try {
    return lockSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
