import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Exit code of a run that Ctrl-C stopped, as shells have it. */
export const INTERRUPTED = 128 + constants.signals.SIGINT;

/**
 * The first Ctrl-C (or a request to end) aborts the signal: the step in hand is finished, no other started. The second
 * ends this process and what it runs at once.
 */
export function watchInterrupts(tell: (line: string) => void): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    tell("Stopping after the step in hand. Press Ctrl-C again to stop at once; the next `tidegate up` repairs that.");
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    stop: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
