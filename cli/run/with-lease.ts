import type { RunOptions } from "../../engine/engine.ts";
import { LEASE_VARIABLE, type Lease } from "../../edge/lease.ts";
import { thisUser } from "../../model/this-user.ts";
import type { Session } from "./session.ts";

export interface Tenancy {
  /** What the user called. */
  command: string;
  tell: (message: string) => void;
}

/**
 * Does `act` while this run holds the environment, where somebody can; its processes know by a variable. Taken over by a rollback, it is
 * stopped as by Ctrl-C. Throws a LockedError where another run holds it.
 */
export async function withLease<T>(session: Session, { command, tell }: Tenancy, act: () => Promise<T>): Promise<T> {
  const { platform, observed } = session;
  const lease = await platform.holdLease({ by: thisUser(), command }, observed);
  if (lease === null) return await act();
  void lease.lost.then((words) => giveWay(words, tell));
  return await underLease(lease, act);
}

/** Does `act` with a lease, of which this process and those that it starts know by a variable; then gives it back. */
export async function underLease<T>(lease: Lease, act: () => Promise<T>): Promise<T> {
  process.env[LEASE_VARIABLE] = String(lease.token); // both engines hand their environment to the commands
  try {
    return await act();
  } finally {
    delete process.env[LEASE_VARIABLE];
    await lease.release();
  }
}

/** Of a run that `said` names. */
export function tenancyOf({ ref }: Session, said: string, { onEvent }: Pick<RunOptions, "onEvent">): Tenancy {
  const tell = (message: string) => onEvent({ type: "diagnostic", severity: "warning", message, ephemeral: false });
  return { command: `tidegate ${said} -s ${ref.stack}`, tell };
}

function giveWay(words: string, tell: (message: string) => void): void {
  tell(`Stopping: ${words}.`);
  process.kill(process.pid, "SIGINT");
}
