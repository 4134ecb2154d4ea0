import { setTimeout as sleep } from "node:timers/promises";

/**
 * Runs a task again and again until `ends` is aborted, `pauseMs` after each time it was done: never twice at once. What goes wrong is the
 * task's to tell; an error that it throws ends this, too.
 */
export async function every(pauseMs: number, ends: AbortSignal, task: () => Promise<void>): Promise<void> {
  while (!ends.aborted) {
    await task();
    await sleep(pauseMs, undefined, { signal: ends }).catch(() => undefined); // aborted, which the loop sees
  }
}
