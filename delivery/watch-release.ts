import { watchColor } from "../edge/control/bake.ts";
import { signalMandate } from "../edge/control/mandate.ts";
import { findEdge } from "../edge/running-edge.ts";
import { withSession } from "../edge/with-session.ts";
import type { Color } from "../model/color.ts";
import { InputError } from "../model/errors.ts";
import type { StackHost } from "../model/hosts.ts";
import type { StackId } from "../model/names.ts";
import { hostTime } from "./gates/host-time.ts";

export interface WatchRequest {
  id: StackId;
  host: StackHost;
  service: string;
  /** How long, like `10m`. */
  forTime: string;
}

/** What was watched, and what came of it. */
export interface WatchedRelease {
  color: Color;
  version: string;
  /** Number of the switch that brought it the traffic. */
  generation: number;
  /** What turned red, a few lines for each replica; null where nothing did. */
  problem: string | null;
}

/**
 * Watches what only the engine knows of a release that serves: restarts, containers that ended or ran out of memory, health, and lines of
 * its log, where the release has them looked at. Ends with the first of them, or when the time is over. Throws an InputError where
 * nothing serves or nobody can look any more, a BusyError when somebody else switches meanwhile, and a ControlError when it is interrupted.
 */
export async function watchRelease({ id, host, service, forTime }: WatchRequest): Promise<WatchedRelease> {
  const edge = await findEdge({ host: host.address, ...id });
  return await withSession(edge, service, async (session) => {
    const { record, part } = await session.readEdge();
    const color = record?.active ?? null;
    const sealed = color === null ? null : record?.sealed[color];
    if (record === null || color === null || sealed == null || part === null) {
      throw new InputError(`${service}: no color serves, so there is nothing to watch.`);
    }
    const { version, checks } = sealed.release;
    const place = { host: host.address, ...id, environment: edge.environment };
    const task = { ...place, service, color, version, release: sealed.hash, generation: record.generation };
    const end = await watchColor({
      ...{ edge, session, task, part, mandate: signalMandate(service), bakeTime: forTime },
      ...{
        logs: checks?.logs,
        switched: { at: await hostTime(edge.docker), tookMs: 0, head: null }, // containers were started by that clock
        signal: new AbortController().signal,
      },
    });
    if (end !== undefined && "blind" in end) {
      throw new InputError(
        `${service}: ${color} can no longer be watched (${end.blind}). Traffic stays where it is; run again.`,
      );
    }
    return { color, version, generation: record.generation, problem: end?.red ?? null };
  });
}
