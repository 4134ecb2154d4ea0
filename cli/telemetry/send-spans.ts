import { Worker } from "node:worker_threads";
import type { Step } from "./step.ts";

/** What the worker is given. */
export interface ToSend {
  steps: readonly Step[];
  withinMs: number;
}

/** How long a collector may take, retries included. */
const ANSWER_MS = 3_000;
/** How long a command may stay after its end in all, whatever a collector does. */
const WITHIN_MS = 5_000;

/**
 * Sends steps as spans, in a thread of its own, which can be ended whatever it waits for. Never rejects: what goes wrong is said on standard
 * error.
 */
export async function sendSpans(steps: readonly Step[], env: NodeJS.ProcessEnv): Promise<void> {
  const file = import.meta.url.endsWith(".ts") ? "worker.ts" : "worker.js"; // the npm package is compiled
  const workerData: ToSend = { steps, withinMs: ANSWER_MS };
  const worker = new Worker(new URL(`./${file}`, import.meta.url), { workerData, env });
  const why = await endOf(worker);
  await worker.terminate();
  if (why === undefined) return;
  process.stderr.write(`The spans of this command could not be sent (${why}). It is done all the same.\n`);
}

/** Why a worker failed; undefined where it did not. */
function endOf(worker: Worker): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve("it took too long"), WITHIN_MS);
    worker.once("message", (why: string | undefined) => resolve(why)); // as worker.ts says it
    worker.once("error", (error: unknown) => resolve(error instanceof Error ? error.message : String(error)));
    worker.once("exit", () => {
      clearTimeout(timer);
      resolve("its thread ended");
    });
  });
}
