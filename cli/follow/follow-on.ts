import type { Observed } from "../../model/observed.ts";
import { watchInterrupts } from "../run/interrupts.ts";
import type { Session } from "../run/session.ts";
import { follow, type FollowedEnd } from "./follow.ts";
import type { Followed } from "./followed.ts";
import { openTeller } from "./open-teller.ts";

/**
 * Follows releases of a stack to their end, or until Ctrl-C, which ends no more than that. `choose` says which, from what is
 * there now.
 */
export async function followOn(
  { ref, observe }: Pick<Session, "ref" | "observe">,
  choose: (observed: Observed) => readonly Followed[],
  options: { json: boolean },
): Promise<FollowedEnd[]> {
  const interrupts = watchInterrupts({ first: () => undefined, second: () => Promise.resolve() });
  try {
    const releases = choose(await observe());
    return await follow(releases, {
      stack: ref.stack,
      look: observe,
      tell: openTeller(options),
      signal: interrupts.signal,
    });
  } finally {
    interrupts.stop();
  }
}
