import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 200;

/**
 * Runs `work` while no other process of this machine does the same under that name; `onWait` is called once when another
 * one is at it. The kernel frees an abstract socket's name when its holder dies, however it dies; other systems than
 * Linux have none, and go unlocked.
 */
export async function withMachineLock<T>(
  name: string,
  onWait: () => void,
  work: () => Promise<T>,
  pollMs = POLL_MS,
): Promise<T> {
  if (process.platform !== "linux") return work();
  const server = createServer();
  for (let told = false; !(await listens(server, `\0${name}`)); told = true) {
    if (!told) onWait();
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    server.close();
  }
}

function listens(server: ReturnType<typeof createServer>, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onListening = () => {
      server.off("error", onError);
      resolve(true);
    };
    const onError = (error: NodeJS.ErrnoException) => {
      server.off("listening", onListening); // one more with each try would be a leak, and Node.js says so on the terminal
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    };
    server.once("error", onError);
    server.once("listening", onListening);
    server.listen({ path });
  });
}
