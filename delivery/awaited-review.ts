import { InputError } from "../model/errors.ts";
import type { Change } from "../model/change.ts";
import type { LedgerHead } from "../model/ledger-state.ts";
import type { AwaitedReview } from "../model/record.ts";

/** That somebody has looked at a release which an emergency had let through. */
export interface ReviewRequest {
  service: string;
  /** Of which release; the only one that awaits a review when left out. */
  version: string | undefined;
  /** Who reviews it, and what they found. */
  change: Change;
}

/** A release whose review is awaited no more. */
export interface Reviewed {
  review: AwaitedReview;
  head: LedgerHead;
}

/** How long after an emergency release somebody else is to have looked at it. */
const REVIEW_WITHIN_MS = 24 * 3_600_000;

/** Which of the awaited reviews is meant; null where none is awaited. Throws an InputError where it is not clear which, or where `by` has made the release. */
export function chooseReview(
  service: string,
  awaited: readonly AwaitedReview[],
  { version, by }: { version: string | undefined; by: string },
): AwaitedReview | null {
  if (awaited.length === 0) return null;
  const meant = awaited.filter((review) => version === undefined || review.version === version);
  const [review, another] = meant;
  const versions = awaited.map((each) => each.version).join(", ");
  if (review === undefined || another !== undefined) {
    const got = version === undefined ? "is needed" : `awaits no review, got ${JSON.stringify(version)}`;
    throw new InputError(`--version: ${got}. A review is awaited of ${service} ${versions}.`);
  }
  if (review.by === by) {
    throw new InputError(
      `review: ${by} made the release of ${service} ${review.version}, and so cannot review it. Have somebody else do it.`,
    );
  }
  return review;
}

/** `version "2.1.0" was released in an emergency by …, and its review is awaited until …`. */
export function reviewText({ version, by, at, reason }: AwaitedReview, now: number): string {
  const due = at + REVIEW_WITHIN_MS;
  const time = (instant: number) => new Date(instant).toISOString();
  const state = now > due ? "is overdue since" : "is awaited until";
  return (
    `version ${JSON.stringify(version)} was released in an emergency by ${by} at ${time(at)} (${JSON.stringify(reason)}); its review ` +
    `by somebody else ${state} ${time(due)}`
  );
}
