import { switchFacts } from "../edge/control/switch-facts.ts";
import { switchedMeanwhile } from "../edge/control/switched-meanwhile.ts";
import { findEdge } from "../edge/running-edge.ts";
import { withSession } from "../edge/with-session.ts";
import { CLIENTS } from "../model/canary.ts";
import type { CanaryState } from "../model/canary-state.ts";
import type { Change } from "../model/change.ts";
import type { StackHost } from "../model/hosts.ts";
import type { StackId } from "../model/names.ts";
import { rollbackTarget } from "./rollback-target.ts";

export interface ShareRequest {
  id: StackId;
  host: StackHost;
  service: string;
  /** Of {@link CLIENTS}, those that go to it. */
  share: number;
  /** Who does it, and why. */
  change: Change;
}

/**
 * Gives a share of a service's clients to the release that served before, as the first step of a canary that waits for a person; its guard
 * judges it as any release. Nothing that only a new release has to prove is asked. Throws an InputError where there is no such release, and a
 * BusyError where somebody else has switched.
 */
export async function shareWithReleaseBefore({ id, host, service, share, change }: ShareRequest): Promise<void> {
  const edge = await findEdge({ host: host.address, ...id });
  await withSession(edge, service, async (session) => {
    const { record, part } = await session.look();
    const target = rollbackTarget(service, { record, part }, undefined);
    if (target === null || record === null) return; // it names no version, so there is one
    const { from, to, sealed, generation } = target;
    const canary = canaryOf(share, from);
    const facts = switchFacts({ purpose: "return", change, gates: null }, record, {
      ...{ service, color: to, sealed, generation, canary },
    });
    const end = await session.switchTraffic([
      { service, expected: record.generation, active: to, generation, sealed: record.sealed, canary, facts },
    ]);
    if ("found" in end) throw switchedMeanwhile(service, end.found, generation);
  });
}

function canaryOf(share: number, from: CanaryState["from"]): CanaryState {
  const now = Date.now();
  const steps = [
    { share, forMs: null },
    { share: CLIENTS, forMs: 0 },
  ];
  return {
    ...{ from, share, revision: 1, step: 0, steps, since: now, began: now },
    ...{ minSamples: 1, ifSilent: "stable", paused: null },
  };
}
