import { findEdge } from "../edge/running-edge.ts";
import { withSession } from "../edge/with-session.ts";
import type { StackHost } from "../model/hosts.ts";
import type { StackId } from "../model/names.ts";
import { chooseReview, type Reviewed, type ReviewRequest } from "./awaited-review.ts";

/**
 * Writes down on a host that somebody has looked at a release which an emergency had let through. Null where no review is awaited. Throws an
 * InputError where it is not clear of which, or where who reviews it is who released it.
 */
export async function reviewRelease(
  { id, host }: { id: StackId; host: StackHost },
  { service, version, change }: ReviewRequest,
): Promise<Reviewed | null> {
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
