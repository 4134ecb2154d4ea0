import { once } from "node:events";
import { connect } from "node:net";
import type { Door } from "../observe/door.ts";

/** The listeners of a load balancer that smoke requests go through. */
export interface Doors {
  toPublic: Door;
  toPreview: Door;
}

/** Longest time for a connection to come about: across a continent it takes a few hundred ms. */
const WITHIN_MS = 5_000;

/** A listener to which no connection comes about. */
export interface Unreachable {
  which: keyof Doors;
  /** `the listener for previews cannot be reached from here (HOST:PORT: ETIMEDOUT)`. */
  text: string;
}

const CALLED = { toPublic: "the listener of the public", toPreview: "the listener for previews" } as const;

/** The first of the listeners to which no connection comes about from this process; undefined where both can be reached. */
export async function findUnreachable(doors: Doors): Promise<Unreachable | undefined> {
  for (const which of ["toPreview", "toPublic"] as const) {
    const { host, port } = doors[which];
    const why = await whyNotReached({ host, port });
    if (why !== undefined)
      return { which, text: `${CALLED[which]} cannot be reached from here (${host}:${port}: ${why})` };
  }
  return undefined;
}

async function whyNotReached(address: { host: string; port: number }): Promise<string | undefined> {
  const socket = connect(address);
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(WITHIN_MS) });
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "ABORT_ERR";
    return code === "ABORT_ERR" ? "no answer" : code;
  } finally {
    socket.destroy();
  }
}
