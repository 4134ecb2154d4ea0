import type { Member } from "../edge/control/candidate.ts";
import { signalMandate } from "../edge/control/mandate.ts";
import { moveTraffic } from "../edge/control/move-traffic.ts";
import type { Moved } from "../edge/control/seal-and-switch.ts";
import { findEdge, type RunningEdge } from "../edge/running-edge.ts";
import type { EdgeView, Session } from "../edge/session.ts";
import { withSession, withSessions } from "../edge/with-session.ts";
import type { Change } from "../model/change.ts";
import { BusyError } from "../model/errors.ts";
import type { StackHost } from "../model/hosts.ts";
import type { StackId } from "../model/names.ts";
import { partnerTarget } from "./partner-target.ts";
import { rollbackTarget, type RollbackTarget } from "./rollback-target.ts";

export interface RollbackRequest {
  id: StackId;
  host: StackHost;
  service: string;
  /** Version to go back to; the one that served before when left out. */
  wanted: string | undefined;
  /** Leave services where they are that the last switch has moved together with it. */
  alone: boolean;
  /** Number of the switch that is gone back from; whatever the last one is when left out. */
  expected?: number | undefined;
  /** Who goes back, and why. */
  change: Change;
}

/** A service that goes back. */
export interface WayBack {
  service: string;
  target: RollbackTarget;
  /** Null where nothing was done, because the release has to be made again first. */
  moved: Moved | null;
}

interface Opened extends Pick<WayBack, "service" | "target"> {
  session: Session;
  view: EdgeView;
}

/**
 * Moves a service's traffic back to the release that served before, straight at the edge: nothing but the host is asked. Its
 * replicas must be well; what only a new release has to prove is not proved again. Services that the last switch moved together with
 * it go back at the same moment. Null where the wanted version serves already.
 *
 * Throws an InputError when there is nothing to go back to, or not for all of them; a ControlError when replicas are not well or the
 * traffic does not arrive, and a BusyError when somebody else switches meanwhile.
 */
export async function rollBack(
  request: RollbackRequest,
): Promise<{ first: WayBack; others: readonly WayBack[] } | null> {
  const { id, host, service, wanted, alone, change } = request;
  const edge = await findEdge({ host: host.address, ...id });
  return await withSession(edge, service, async (session) => {
    const view = await session.readEdge();
    const found = view.record?.generation ?? 0;
    if (request.expected !== undefined && found !== request.expected) {
      throw new BusyError(
        `${service}: somebody else has switched meanwhile (switch number ${found}). Traffic is where they sent it.`,
      );
    }
    const target = rollbackTarget(service, view, wanted);
    if (target === null) return null;
    const first = { service, target, session, view };
    const leader = { service, target, isNamed: wanted !== undefined };
    const movedWith = alone ? undefined : view.record?.movedWith;
    return await withSessions(edge, movedWith?.services ?? [], async (opened) => {
      const others = await Promise.all(
        opened.map(async ({ subject, session }): Promise<Opened[]> => {
          const view = await session.readEdge();
          const target = partnerTarget(subject, view, leader);
          return target === null ? [] : [{ service: subject.service, target, session, view }];
        }),
      );
      if (!target.isThere) return { first: { service, target, moved: null }, others: [] };
      const group = movedWith?.group;
      const members = [first, ...others.flat()].map((each) => memberOf(each, { edge, request, group }));
      const mandate = signalMandate(service);
      const ends = await moveTraffic({ edge, mandate, change, isRollback: true, members });
      const end = (each: Opened): WayBack => ({
        ...{ service: each.service, target: each.target },
        moved: ends.find(({ task }) => task.service === each.service) ?? null,
      });
      return { first: end(first), others: others.flat().map(end) };
    });
  });
}

function memberOf(
  { service, target, session, view }: Opened,
  { edge, request, group }: { edge: RunningEdge; request: RollbackRequest; group: string | undefined },
): Member {
  const { to, sealed, generation } = target;
  const task = {
    ...{ host: request.host.address, ...request.id, environment: edge.environment, group, service, generation },
    ...{ color: to, version: sealed.release.version, release: sealed.hash },
  };
  return { session, view, task };
}
