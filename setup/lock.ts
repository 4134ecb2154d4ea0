import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 200;

/**
 * Runs `work` while no other process of this machine does the same under that name; `onWait` is called once when another
 * one is at it. The kernel frees an abstract socket's name when its holder dies, however it dies; other systems than
 * Linux have none, and go unlocked.
 */
export async function withMachineLock<T>(name: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  if (process.platform !== "linux") return work();
  const server = createServer();
  for (let told = false; !(await listens(server, `\0${name}`)); told = true) {
    if (!told) onWait();
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    server.close();
  }
}

function listens(server: ReturnType<typeof createServer>, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error));
    server.once("error", onError);
    server.listen({ path }, () => {
      server.off("error", onError);
      resolve(true);
    });
  });
}
