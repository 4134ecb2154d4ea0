import { readFile, rename, writeFile } from "node:fs/promises";
import { AGENT_SILENT_MS } from "../model/agent-trouble.ts";
import type { News } from "./notify/event.ts";

export interface SilenceArgs {
  /** Where the last sign of life is kept, over restarts. */
  file: string;
  tell: (news: News) => void;
  /** Unix time in milliseconds. */
  now: () => number;
  /** Milliseconds by a clock that only grows. */
  clock: () => number;
}

/**
 * Returns what is to be called after each sign of life that the edge took. Where the one before is so long ago that the agent counted as
 * silent, people are told that it is back: after a restart by the system's clock, else by one that nobody can set.
 */
export async function silenceWatcher({ file, tell, now, clock }: SilenceArgs): Promise<() => Promise<void>> {
  let since = await readTime(file);
  let last: number | undefined;
  return async () => {
    const at = now();
    const passedMs = last === undefined ? at - (since ?? at) : clock() - last;
    if (since !== undefined && passedMs > AGENT_SILENT_MS) {
      tell({ kind: "agent-back", id: `agent-back-${at}`, at, since });
    }
    since = at;
    last = clock();
    await keepTime(file, at);
  };
}

/** Where it cannot be written, the next agent does not say that it is back, and no more. */
async function keepTime(file: string, at: number): Promise<void> {
  try {
    await writeFile(`${file}.next`, String(at), { mode: 0o600 });
    await rename(`${file}.next`, file);
  } catch {
    return;
  }
}

/** Undefined where there is no such file, or none with a time in it. */
async function readTime(file: string): Promise<number | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
