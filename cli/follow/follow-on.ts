import { observe } from "../../edge/observe.ts";
import { connectHosts } from "../../docker/connect.ts";
import type { Observed } from "../../model/observed.ts";
import { watchInterrupts } from "../run/interrupts.ts";
import type { Session } from "../run/session.ts";
import { follow, type FollowedEnd } from "./follow.ts";
import type { Followed } from "./followed.ts";
import { openTeller } from "./open-teller.ts";

/**
 * Follows releases on a stack's hosts to their end, or until Ctrl-C, which ends no more than that. `choose` says which, from what is
 * there now.
 */
export async function followOn(
  { ref, hosts: named }: Pick<Session, "ref" | "hosts">,
  choose: (observed: Observed) => readonly Followed[],
  options: { json: boolean },
): Promise<FollowedEnd[]> {
  const hosts = connectHosts(named);
  const look = () => observe(hosts, { project: ref.project, stack: ref.stack });
  const interrupts = watchInterrupts({ first: () => undefined, second: () => Promise.resolve() });
  try {
    const releases = choose(await look());
    return await follow(releases, { stack: ref.stack, look, tell: openTeller(options), signal: interrupts.signal });
  } finally {
    interrupts.stop();
  }
}
