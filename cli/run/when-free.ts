import { setTimeout as sleep } from "node:timers/promises";
import type { RunOptions } from "../../engine/engine.ts";
import { LockedError } from "../../model/errors.ts";
import type { RunCommandOptions } from "../options.ts";

export interface Patience {
  /** When to give up, as `performance.now()` counts; 0 waits for nobody. */
  waitUntilMs: number;
  /** Told why one waits, and now and then how much longer. */
  tell: (line: string) => void;
  /** Aborted, the wait is over. */
  signal?: AbortSignal | undefined;
}

/** Time between two looks: short at first, because most runs are; longer then, because each look is a process or two. */
const FIRST_LOOK_MS = 300;
const LAST_LOOK_MS = 5_000;
const NEWS_MS = 30_000;

/**
 * Does `attempt`, anew while another run holds the stack, until that one has ended or time is over. What was seen of the stack
 * before a wait is out of date after it: `isAgain` says to look anew. Throws what the last attempt threw.
 */
export async function whenFree<T>(
  { waitUntilMs, tell, signal }: Patience,
  attempt: (isAgain: boolean) => Promise<T>,
): Promise<T> {
  let pauseMs = FIRST_LOOK_MS;
  let toldAt = -Infinity;
  for (let isAgain = false; ; isAgain = true) {
    try {
      return await attempt(isAgain);
    } catch (error) {
      const now = performance.now();
      const leftMs = waitUntilMs - now;
      if (!(error instanceof LockedError) || leftMs <= 0 || signal?.aborted === true) throw error;
      if (!isAgain) tell(`Waiting, because another run holds the stack: ${error.message}`);
      else if (now - toldAt >= NEWS_MS) tell(`Still waiting; ${Math.ceil(leftMs / 1_000)}s left.`);
      if (!isAgain || now - toldAt >= NEWS_MS) toldAt = now;
      await pause(Math.min(pauseMs, leftMs), signal);
      pauseMs = Math.min(pauseMs * 1.5, LAST_LOOK_MS);
    }
  }
}

/** Ends early when the run is stopped; the next attempt then says why it cannot go on. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (!(error instanceof Error && error.name === "AbortError")) throw error;
  }
}

/** How long a run waits, and how it says so. */
export function patienceOf(
  { waitUntilMs }: Pick<RunCommandOptions, "waitUntilMs">,
  { onEvent, signal }: Pick<RunOptions, "onEvent" | "signal">,
): Patience {
  const tell = (message: string) => onEvent({ type: "diagnostic", severity: "info", message, ephemeral: false });
  return { waitUntilMs, tell, signal };
}
