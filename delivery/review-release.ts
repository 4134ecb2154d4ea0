import { findEdge } from "../edge/running-edge.ts";
import { withSession } from "../edge/with-session.ts";
import type { Change } from "../model/change.ts";
import type { StackHost } from "../model/hosts.ts";
import type { LedgerHead } from "../model/ledger-state.ts";
import type { StackId } from "../model/names.ts";
import type { AwaitedReview } from "../model/record.ts";
import { chooseReview } from "./awaited-review.ts";

export interface ReviewRequest {
  id: StackId;
  host: StackHost;
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

/**
 * Writes down that somebody has looked at a release which an emergency had let through. Null where no review is awaited. Throws an
 * InputError where it is not clear of which, or where who reviews it is who released it.
 */
export async function reviewRelease({ id, host, service, version, change }: ReviewRequest): Promise<Reviewed | null> {
  const edge = await findEdge({ host: host.address, ...id });
  return await withSession(edge, service, async (session) => {
    const { record } = await session.readEdge();
    const review = chooseReview(service, record?.reviews ?? [], { version, by: change.actor.name });
    if (review === null) return null;
    const { hash } = review;
    const head = await session.review({ kind: "reviewed", service, version: review.version, hash, change });
    return { review, head };
  });
}
