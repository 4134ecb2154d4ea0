/**
 * Nobody reads our output any more (`tidegate logs --follow | head`): the same as a closed terminal. A run in progress
 * finishes the step in hand, everything else ends at once.
 */
export function endWhenNobodyReads(): void {
  let isTold = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      if (!isTold) process.kill(process.pid, "SIGHUP");
      isTold = true;
    });
  }
}
