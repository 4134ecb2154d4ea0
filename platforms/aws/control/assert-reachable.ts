import { once } from "node:events";
import { connect } from "node:net";
import { InputError } from "../../../model/errors.ts";
import type { Door } from "../observe/door.ts";

/** Longest time for a connection to come about: across a continent it takes a few hundred ms. */
const WITHIN_MS = 5_000;

/**
 * Throws an InputError where no connection comes about from here to a listener: that is no word about a release, and whoever runs Pulumi has to be
 * where it can be asked. `what` is what cannot be done then, `remedy` who may connect.
 */
export async function assertReachable(
  door: Door,
  { listener, what, remedy }: { listener: string; what: string; remedy: string },
): Promise<void> {
  const { host, port } = door;
  const socket = connect({ host, port });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(WITHIN_MS) });
  } catch (error) {
    const why = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "no answer";
    const is = why === "ABORT_ERR" ? "no answer" : why;
    throw new InputError(
      `aws: ${listener} cannot be reached from here (${host}:${port}: ${is}), so that ${what}. Run where it can be: ${remedy}`,
      { cause: error },
    );
  } finally {
    socket.destroy();
  }
}
