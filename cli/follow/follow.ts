import { setTimeout as sleep } from "node:timers/promises";
import { recordOf } from "../../model/observed-hosts.ts";
import type { Observed, ObservedHost } from "../../model/observed.ts";
import type { EdgeRecord } from "../../model/record.ts";
import { Contact } from "./contact.ts";
import { endOf, type Followed, type ReleaseEnd } from "./followed.ts";
import { News, type Progress } from "./news.ts";

/** As often as `status --watch` looks. */
const LOOK_MS = 2_000;

export interface FollowArgs {
  stack: string;
  /** Asks the hosts what is there now. */
  look: () => Promise<Observed>;
  tell: Teller;
  /** Whether an agent carries their steps out, of which it is told when it does not. */
  hasAgent: boolean;
  /** Aborted, they are followed no longer. */
  signal: AbortSignal;
  /** Waits so many milliseconds, less where the signal is aborted. */
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds since anything. */
  clock?: () => number;
}

/** Where news goes while releases are followed. */
export interface Teller {
  progress(progress: Progress): void;
  warn(line: string): void;
}

/** How a release ended that was followed. */
export interface FollowedEnd {
  release: Followed;
  /** Null where it was followed no longer before its end. */
  end: ReleaseEnd | null;
  /** What the edge remembered of its service when it was looked at last. */
  record: EdgeRecord | null;
}

/**
 * Follows releases until each has come to its end, and tells each change once. Throws an InputError where the hosts are out of reach for
 * two minutes. The releases go on whatever becomes of this.
 */
export async function follow(releases: readonly Followed[], args: FollowArgs): Promise<FollowedEnd[]> {
  const { stack, look, tell, hasAgent, signal, pause = pauseFor, clock = () => performance.now() } = args;
  const news = new News(stack);
  const contact = new Contact({ stack, look, clock, warn: (line) => tell.warn(line) });
  let all = releases.map((release): FollowedEnd => ({ release, end: null, record: null }));
  const lookAt = (followed: FollowedEnd, hosts: readonly ObservedHost[]): FollowedEnd => {
    if (followed.end !== null) return followed;
    const record = recordOf(hosts, followed.release.service);
    const end = endOf(followed.release, record);
    if (end === null) {
      for (const step of news.progress(followed.release, record, Date.now())) tell.progress(step);
      for (const line of news.standstill(followed.release, hosts)) tell.warn(line);
    }
    return { ...followed, end, record };
  };
  while (!signal.aborted) {
    const observed = await contact.look();
    all = observed === undefined ? all : all.map((followed) => lookAt(followed, observed.hosts));
    if (all.every(({ end }) => end !== null)) break;
    if (observed !== undefined && hasAgent) for (const line of news.trouble(observed.hosts)) tell.warn(line);
    await pause(LOOK_MS, signal);
  }
  return all;
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
