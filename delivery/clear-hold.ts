import { findEdge } from "../edge/running-edge.ts";
import { withSession } from "../edge/with-session.ts";
import type { Change } from "../model/change.ts";
import type { StackHost } from "../model/hosts.ts";
import type { LedgerHead } from "../model/ledger-state.ts";
import type { StackId } from "../model/names.ts";
import type { Hold } from "../model/record.ts";

export interface ClearHoldRequest {
  id: StackId;
  host: StackHost;
  service: string;
  /** Who lets the version serve again, and why. */
  change: Change;
}

/** A hold that is no more. */
export interface ClearedHold {
  hold: Hold;
  head: LedgerHead;
}

/** Lets a version that was rolled back be released again; moves no traffic. Null where nothing is held. */
export async function clearHold({ id, host, service, change }: ClearHoldRequest): Promise<ClearedHold | null> {
  const edge = await findEdge({ host: host.address, ...id });
  return await withSession(edge, service, async (session) => {
    const { record } = await session.readEdge();
    if (record?.hold === undefined) return null;
    const { hold } = record;
    const head = await session.clearHold({ kind: "hold-cleared", service, version: hold.version, change });
    return { hold, head };
  });
}
