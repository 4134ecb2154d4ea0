import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "../../engine/embedded/state/atomic-file.ts";
import { acquireLock } from "../../engine/embedded/state/lock.ts";
import type { StackRef } from "../../engine/engine.ts";
import { InputError } from "../../model/errors.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { whenFree, type Patience } from "../run/when-free.ts";
import { beforeSchema } from "./before.ts";
import { SCENARIO_NAMES } from "../../model/drills.ts";

const markSchema = z.strictObject({ scenario: z.enum(SCENARIO_NAMES), before: beforeSchema });

/** What a drill is about to do, written before it does: whoever finds it puts everything back. */
export type DrillMark = z.infer<typeof markSchema>;

/** Folder with what drills of a stack leave in this checkout. */
export function drillDir({ projectDir, stack }: StackRef): string {
  return join(projectDir, ".tidegate", "drills", stack);
}

/** Does `act` while no other drill of the stack goes on in this checkout; throws a LockedError where one does for longer than is waited. */
export async function withDrillLock<T>(ref: StackRef, patience: Patience, act: () => Promise<T>): Promise<T> {
  const take = () => acquireLock(join(drillDir(ref), "lock"), `tidegate drill -s ${ref.stack}`);
  const lock = await whenFree(patience, take);
  try {
    return await act();
  } finally {
    await lock.release();
  }
}

/** Whether a drill goes on, or was killed. */
export function hasMark(ref: StackRef): boolean {
  return existsSync(markPath(ref));
}

/** The mark of a drill that goes on, or was killed; undefined where there is none. Throws an InputError for what is none of ours. */
export function loadMark(ref: StackRef): DrillMark | undefined {
  if (!hasMark(ref)) return undefined;
  const path = markPath(ref);
  try {
    return markSchema.parse(JSON.parse(readTextFile(path)));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    throw new InputError(`${path}: is not the mark of a drill that this version can read. Remove it.`, {
      cause: error,
    });
  }
}

export async function saveMark(ref: StackRef, mark: DrillMark): Promise<void> {
  await writeFileAtomically(markPath(ref), `${JSON.stringify(mark)}\n`, { backup: false, mode: 0o600 });
}

export async function removeMark(ref: StackRef): Promise<void> {
  await rm(markPath(ref), { force: true });
}

function markPath(ref: StackRef): string {
  return join(drillDir(ref), "unfinished.json");
}
