import type { Observed } from "../../model/observed.ts";
import { watchInterrupts } from "../run/interrupts.ts";
import type { Session } from "../run/session.ts";
import { follow, type FollowedEnd } from "./follow.ts";
import type { Followed } from "./followed.ts";
import { openTeller } from "./open-teller.ts";

/**
 * Follows releases of a stack to their end, or until Ctrl-C, which ends no more than that; where the stack has no agent it carries out their steps
 * meanwhile. `choose` says which, from what is there now.
 */
export async function followOn(
  { ref, platform }: { ref: Pick<Session["ref"], "stack">; platform: FollowedPlatform },
  choose: (observed: Observed) => readonly Followed[],
  options: { json: boolean },
): Promise<FollowedEnd[]> {
  const interrupts = watchInterrupts({ first: () => undefined, second: () => Promise.resolve() });
  const over = new AbortController();
  try {
    const releases = choose(await platform.observe());
    const tell = openTeller(options);
    const signal = AbortSignal.any([interrupts.signal, over.signal]);
    const services = releases.map(({ service }) => service);
    const watching = Promise.allSettled([platform.keepWatch(services, { signal, warn: (line) => tell.warn(line) })]);
    const ends = await follow(releases, {
      ...{ stack: ref.stack, tell, signal: interrupts.signal, hasAgent: platform.hasAgent },
      look: () => platform.observeWatched(),
    });
    over.abort();
    const [watched] = await watching;
    if (watched?.status === "rejected") throw watched.reason;
    return ends;
  } finally {
    over.abort();
    interrupts.stop();
  }
}

type FollowedPlatform = Pick<Session["platform"], "observe" | "observeWatched" | "keepWatch" | "hasAgent">;
