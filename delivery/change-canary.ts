import { findEdge } from "../edge/running-edge.ts";
import { withSession } from "../edge/with-session.ts";
import type { StackHost } from "../model/hosts.ts";
import type { StackId } from "../model/names.ts";
import { changeCanaryOf, type CanaryChange, type ChangedCanary } from "./change-canary-of.ts";

export interface CanaryRequest extends CanaryChange {
  id: StackId;
  host: StackHost;
}

/** {@link changeCanaryOf} on a Docker host. */
export async function changeCanary({ id, host, ...change }: CanaryRequest): Promise<ChangedCanary> {
  const edge = await findEdge({ host: host.address, ...id });
  return await withSession(edge, change.service, (session) => changeCanaryOf(session, change));
}
