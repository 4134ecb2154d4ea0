import { EXIT } from "../model/errors.ts";

/**
 * Nobody reads our output any more (`tidegate policy list | head`). A run in progress finishes the step in hand, as on a closed
 * terminal; everything else ends at once, and well: whoever closed the pipe has what he wanted.
 */
export function endWhenNobodyReads(): void {
  let isTold = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      if (process.listenerCount("SIGHUP") === 0) process.exit(EXIT.done);
      if (!isTold) process.kill(process.pid, "SIGHUP");
      isTold = true;
    });
  }
}
