import type { RunOptions } from "../../engine/engine.ts";
import { LEASE_VARIABLE, type Lease } from "../../edge/lease.ts";
import type { RunningEdge } from "../../edge/running-edge.ts";
import { thisUser } from "../../model/this-user.ts";
import type { Session } from "./session.ts";

export interface Tenancy {
  /** What the user called. */
  command: string;
  tell: (message: string) => void;
}

/**
 * Does `act` while this run holds the environment on each of its hosts where an edge runs; its processes know by a variable. Taken
 * over by a rollback, it is stopped as by Ctrl-C. Throws a LockedError where another run holds it.
 */
export async function withLease<T>(session: Session, { command, tell }: Tenancy, act: () => Promise<T>): Promise<T> {
  const leases: Lease[] = [];
  try {
    for (const edge of await runningEdges(session)) {
      const { haproxy } = await import("../../edge/haproxy/index.ts");
      const lease = await haproxy.holdLease(edge, { by: thisUser(), command });
      if (lease !== null) leases.push(lease);
    }
    for (const lease of leases) void lease.lost.then((words) => giveWay(words, tell));
    const [first] = leases;
    if (first !== undefined) process.env[LEASE_VARIABLE] = String(first.token); // both engines hand their environment to the commands
    return await act();
  } finally {
    delete process.env[LEASE_VARIABLE];
    await Promise.all(leases.map((lease) => lease.release()));
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

async function runningEdges({ hosts, observed, ref }: Session): Promise<RunningEdge[]> {
  if (observed === undefined) return [];
  const { connectHosts } = await import("../../docker/connect.ts");
  return connectHosts(hosts).flatMap(({ name, docker }) => {
    const seen = observed.hosts.find((host) => host.name === name);
    if (seen?.edge?.state !== "running" || seen.environment === null) return []; // the run is to mend that
    const id = { project: ref.project, stack: ref.stack };
    return [{ docker, id, container: seen.edge.id, environment: seen.environment }];
  });
}
