import { cutOverIn, type CutoverEnd } from "../edge/control/cutover.ts";
import { signalMandate } from "../edge/control/mandate.ts";
import { findEdge } from "../edge/running-edge.ts";
import { withSession } from "../edge/with-session.ts";
import type { Change } from "../model/change.ts";
import type { StackHost } from "../model/hosts.ts";
import type { StackId } from "../model/names.ts";
import { rollbackTarget, type RollbackTarget } from "./rollback-target.ts";

export interface RollbackRequest {
  id: StackId;
  host: StackHost;
  service: string;
  /** Version to go back to; the one that served before when left out. */
  wanted: string | undefined;
  /** Who goes back, and why. */
  change: Change;
}

export interface RolledBack {
  target: RollbackTarget;
  /** Null where nothing was done, because the release has to be made again first. */
  end: CutoverEnd | null;
}

/**
 * Moves a service's traffic back to the release that served before, straight at the edge: nothing but the host is asked. Its
 * replicas must be well; what only a new release has to prove is not proved again. Null where the wanted version serves already.
 *
 * Throws an InputError when there is nothing to go back to, a ControlError when its replicas are not well or the traffic does
 * not arrive, and a BusyError when somebody else switches meanwhile.
 */
export async function rollBack({ id, host, service, wanted, change }: RollbackRequest): Promise<RolledBack | null> {
  const edge = await findEdge({ host: host.address, ...id });
  return await withSession(edge, service, async (session) => {
    const view = await session.readEdge();
    const target = rollbackTarget(service, view, wanted);
    if (target === null) return null;
    if (!target.isThere) return { target, end: null };
    const { to, sealed, generation } = target;
    const task = {
      ...{ host: host.address, ...id, environment: edge.environment, service, generation },
      ...{ color: to, version: sealed.release.version, release: sealed.hash },
    };
    const mandate = signalMandate(service);
    const end = await cutOverIn({ edge, session, view, task, mandate, change, isRollback: true });
    return { target, end };
  });
}
