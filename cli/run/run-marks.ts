import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isGone, markSchema, thisProcess, type ProcessMark } from "../../engine/embedded/state/process-mark.ts";
import type { StackRef } from "../../engine/engine.ts";

/** Says in the project's folder that this process works on the stack, so that others can ask it to stop; returns the end of that. */
export function markRun(ref: StackRef, command: string): () => void {
  const path = join(marksDir(ref), `${process.pid}.json`);
  const remove = () => rmSync(path, { force: true });
  try {
    mkdirSync(marksDir(ref), { recursive: true });
    writeFileSync(path, JSON.stringify(thisProcess(command)));
  } catch {
    return () => undefined; // a folder that cannot be written the run itself will tell of, where it matters
  }
  process.once("exit", remove); // a second Ctrl-C ends this process from within
  return () => {
    process.off("exit", remove);
    remove();
  };
}

/** The runs of a stack that were started in this checkout and may still go on. */
export function liveRuns(ref: StackRef): ProcessMark[] {
  let names: string[];
  try {
    names = readdirSync(marksDir(ref));
  } catch {
    return []; // nothing was ever run here
  }
  return names.flatMap((name) => {
    const mark = readMark(join(marksDir(ref), name));
    return mark === undefined || isGone(mark) ? [] : [mark];
  });
}

function readMark(path: string): ProcessMark | undefined {
  try {
    return markSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined; // just removed, or cut short by the end of its process
  }
}

function marksDir({ projectDir, stack }: StackRef): string {
  return join(projectDir, ".tidegate", "runs", stack);
}
