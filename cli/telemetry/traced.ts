import { AsyncLocalStorage } from "node:async_hooks";
import { EXIT } from "../../model/errors.ts";
import { isTraced } from "./is-traced.ts";
import type { Step } from "./step.ts";

interface Recording {
  /** Of the whole command, each after what it is a part of. */
  steps: Step[];
  /** What is under way. */
  here: Step | undefined;
}

const recordings = new AsyncLocalStorage<Recording>();

/**
 * Runs a command; where the environment says where to, sends a span for it and for each of its steps once it has ended. Until then nothing
 * is sent and nothing loaded: no release waits for a collector. What cannot be sent within seconds is lost, and said on standard error.
 */
export async function tracedCommand<T>(
  name: string,
  attributes: Step["attributes"],
  work: () => Promise<T>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<T> {
  if (!isTraced(env)) return await work();
  const steps: Step[] = [];
  try {
    return await recordings.run({ steps, here: undefined }, () => traced(name, work, attributes));
  } finally {
    const [command] = steps;
    const exitCode = typeof process.exitCode === "number" ? process.exitCode : EXIT.done;
    if (command !== undefined && exitCode !== EXIT.done) command.failure ??= `ended with ${exitCode}`;
    const { sendSpans } = await import("./send-spans.ts");
    await sendSpans(steps, env);
  }
}

/** Runs a step of a command, as a part of the step that is under way. */
export async function traced<T>(name: string, work: () => Promise<T>, attributes: Step["attributes"] = {}): Promise<T> {
  const recording = recordings.getStore();
  const step = noteStep({ name, attributes });
  if (recording === undefined) return await work();
  try {
    return await recordings.run({ ...recording, here: step }, work);
  } catch (error) {
    if (step !== undefined) step.failure = error instanceof Error ? error.message : String(error);
    throw error;
  } finally {
    endStep(step);
  }
}

/**
 * Notes a step that ends now and began `elapsedMs` ago, as a part of `parent`, or of the step that is under way. Returns it, where anybody
 * wants to know.
 */
export function noteStep(
  step: Pick<Step, "name" | "attributes" | "failure"> & { elapsedMs?: number; parent?: Step | undefined },
): Step | undefined {
  const recording = recordings.getStore();
  if (recording === undefined) return undefined;
  const { elapsedMs = 0, parent = recording.here, ...what } = step;
  const endedAt = now();
  const noted: Step = { ...what, parent, endedAt, startedAt: endedAt - elapsedMs };
  recording.steps.push(noted);
  return noted;
}

/** Has a step end now. */
export function endStep(step: Step | undefined): void {
  if (step !== undefined) step.endedAt = now();
}

/** Never goes back while a command runs, as the clock may. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
