import type { Recorded, Story } from "../../delivery/ledger/releases.ts";
import { renderShare } from "../../model/canary.ts";
import { localTime } from "./local-time.ts";
import { END_WORDS, type EndWords } from "./story-words.ts";

/** How far a release has come whose clients go over step by step. */
export interface Reached {
  /** Of 10,000 clients, those that have gone over. */
  share: number;
  isPaused: boolean;
  /** The entry that says so. */
  by: Recorded;
}

/** How far a release had come by the last entry that tells of its steps; null where all clients went over at once. */
export function reachedBy({ first, steps }: Pick<Story, "first" | "steps">): Reached | null {
  const last = steps.at(-1);
  if (last !== undefined) {
    return { share: last.step.share.after, isPaused: last.step.action === "paused", by: last.by };
  }
  const share = first.entry.kind === "switch" ? first.entry.share : undefined;
  return share === undefined ? null : { share, isPaused: false, by: first };
}

/** How a release ended, for people; of one that goes over step by step how far it is, or was when its clients were sent back. */
export function endWordsOf(story: Story): EndWords {
  const reached = story.end.how === "open" ? reachedBy(story) : null;
  if (reached === null) return END_WORDS[story.end.how];
  const { share, isPaused, by } = reached;
  const { leftBy } = story;
  if (leftBy !== null) {
    const { purpose, first, change } = leftBy;
    const why = change.reason === null ? "" : ` (${change.reason})`;
    const sentence =
      `${renderShare(share)} of the clients had gone over when ${purpose} #${first.entry.number} by ${change.actor.name}${why} sent ` +
      "all of them back.";
    return { word: "sent back", sentence, style: "red" };
  }
  const since = `by entry #${by.entry.number} of ${localTime(by.entry.at)}`;
  return {
    word: "under way",
    sentence:
      `${renderShare(share)} of the clients have gone over, ${since}${isPaused ? ", which paused it" : ""}. \`tidegate canary status\` ` +
      "says what comes next.",
    style: "yellow",
  };
}
