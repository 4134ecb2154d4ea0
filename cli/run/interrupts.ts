import { EXIT } from "../../model/errors.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface OnInterrupt {
  /** The run is to end soon: what only waits is given up, what must not be broken off is finished. */
  first: () => void;
  /** This process ends as soon as this has; it says where things stand. */
  second: () => Promise<void>;
}

/**
 * The first Ctrl-C (or a request to end) aborts the signal, after which no other step starts. The second ends this process
 * and what it runs, the third does so without another word.
 */
export function watchInterrupts(on: OnInterrupt): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const end = () => process.exit(EXIT.interrupted);
  let count = 0;
  const onSignal = () => {
    count += 1;
    if (count > 2) end();
    if (count === 2) void on.second().then(end, end);
    if (count > 1) return;
    on.first();
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
