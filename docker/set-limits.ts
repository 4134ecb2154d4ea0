import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";

const ATTEMPTS = 20;
const AGAIN_MS = 100;

/**
 * Changes the limits of a container. One whose process has ended a moment ago still runs as far as the engine knows, and its runtime refuses: it is
 * asked again until the engine knows, and has the limits for when it starts it anew. Throws what the engine says otherwise.
 */
export async function setLimits(container: Pick<Docker.Container, "update">, limits: object): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await container.update(limits);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !hasJustStopped(error)) throw error;
      await sleep(AGAIN_MS);
    }
  }
}

/** In the words of runc, which Docker passes on. */
function hasJustStopped(error: unknown): boolean {
  return error instanceof Error && error.message.includes("cannot update a stopped container");
}
