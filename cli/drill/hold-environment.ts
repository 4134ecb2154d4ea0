import { haproxy } from "../../edge/haproxy/index.ts";
import type { RunningEdge } from "../../edge/running-edge.ts";
import { thisUser } from "../../model/this-user.ts";
import { whenFree, type Patience } from "../run/when-free.ts";
import { underLease } from "../run/with-lease.ts";

/**
 * Does `act` while no run may change the environment; a way back takes it from a drill as from any run, the agent's and a person's.
 * An edge that is started again gives it back. Throws a LockedError where a run has it for longer than is waited, and does nothing then.
 */
export async function holdEnvironment<T>(edge: RunningEdge, patience: Patience, act: () => Promise<T>): Promise<T> {
  const holder = { by: thisUser(), command: `tidegate drill -s ${edge.id.stack}` };
  const lease = await whenFree(patience, () => haproxy.holdLease(edge, holder));
  return lease === null ? await act() : await underLease(lease, act);
}
