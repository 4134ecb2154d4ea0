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
 * Does `act` while this run holds the environment, where its edge runs; its processes know by a variable. Taken over by a rollback, it is
 * stopped as by Ctrl-C. Throws a LockedError where another run holds it. A stack of several hosts is held by nobody yet: each edge has
 * tokens of its own, and a command is told one.
 */
export async function withLease<T>(session: Session, { command, tell }: Tenancy, act: () => Promise<T>): Promise<T> {
  const lease = await takeLease(session, command);
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

/** Null where no edge runs that knows a lease: the run is to mend that. */
async function takeLease({ hosts, observed, ref }: Session, command: string): Promise<Lease | null> {
  const [host, ...others] = hosts;
  const seen = observed?.hosts.find(({ name }) => name === host?.name);
  if (host === undefined || others.length > 0) return null;
  if (seen?.edge?.state !== "running" || seen.environment === null) return null;
  const { connectDocker } = await import("../../docker/connect.ts");
  const { haproxy } = await import("../../edge/haproxy/index.ts");
  const id = { project: ref.project, stack: ref.stack };
  const edge = { docker: connectDocker(host.address), id, container: seen.edge.id, environment: seen.environment };
  return await haproxy.holdLease(edge, { by: thisUser(), command });
}
