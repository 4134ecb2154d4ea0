import type { Decision } from "../../delivery/release/decision.ts";
import type { FollowEnd } from "../../delivery/release/next.ts";
import { EXIT } from "../../model/errors.ts";
import { recordOf } from "../../model/observed-hosts.ts";
import type { ObservedHost } from "../../model/observed.ts";
import { canaryText } from "../../plan/canary-text.ts";
import { endSentences, exitCodeOf } from "../follow/end-words.ts";
import { followOn } from "../follow/follow-on.ts";
import type { FollowedEnd } from "../follow/follow.ts";
import { endOf, releasesUnderWay, type Followed } from "../follow/followed.ts";
import type { Session } from "../run/session.ts";

type Released = Pick<Decision, "service" | "to" | "version">;

interface Following {
  /** Whether a release is waited for to its end. */
  follow: boolean;
}

/** Follows a release to its end, or looks only whether that has come. */
export async function followRelease(
  session: Session,
  released: Released,
  options: Following & { json: boolean },
): Promise<FollowedEnd> {
  if (!options.follow) {
    const { hosts } = await session.observe();
    const release = asFollowed(hosts, released);
    const record = recordOf(hosts, released.service);
    return { release, end: endOf(release, record), record };
  }
  const [end] = await followOn(session, ({ hosts }) => [asFollowed(hosts, released)], options);
  if (end === undefined) throw new Error("a release that is followed has an end, or none yet");
  return end;
}

/** What that is to the release's decision; null where somebody has ended the following, and it may go on. */
export function followEnd({ end }: FollowedEnd, { follow }: Following): FollowEnd | null {
  if (end === null) return follow ? null : "left";
  return end === "removed" ? "left" : end;
}

/** What the end of following says: where there was none, and nobody waited for one, how far the release is. */
export function followedSentences(stack: string, followed: FollowedEnd, { follow }: Following): string[] {
  const { release, end, record } = followed;
  if (end !== null || follow || record?.canary === undefined) return endSentences(stack, followed);
  return [`${release.service}: ${canaryText(record.canary, release.to, Date.now())}`];
}

/** How the command ends; one that does not follow has done all it had to, however far the release is. */
export function exitCodeAfter(followed: FollowedEnd, { follow }: Following): number {
  return followed.end === null && !follow ? EXIT.done : exitCodeOf([followed]);
}

function asFollowed(hosts: readonly ObservedHost[], { service, to, version }: Released): Followed {
  const isIt = (one: Followed) => one.service === service && one.version === version;
  return releasesUnderWay(hosts).find(isIt) ?? { service, to, version, fromHash: undefined };
}
