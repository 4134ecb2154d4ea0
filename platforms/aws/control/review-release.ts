import { chooseReview, type Reviewed, type ReviewRequest } from "../../../delivery/awaited-review.ts";
import { changeRecord } from "../store/change-record.ts";
import type { AwsStore } from "../store/open-store.ts";

/**
 * Writes down that somebody has looked at a release which an emergency had let through. The ledger says so before the record does: whoever dies in
 * between is asked for the review again. Null where none is awaited. Throws what `chooseReview` does.
 */
export async function reviewRelease(
  { records, ledger }: AwsStore,
  { service, version, change }: ReviewRequest,
): Promise<Reviewed | null> {
  const record = (await records.read(service))?.record;
  const review = chooseReview(service, record?.reviews ?? [], { version, by: change.actor.name });
  if (review === null) return null;
  const { hash } = review;
  const head = await ledger.append({ kind: "reviewed", service, version: review.version, hash, change });
  if (head === null) throw new Error("the ledger takes every entry but a `verified`");
  await changeRecord(records, service, ({ reviews = [], ...rest }) => {
    const awaited = reviews.filter((each) => each.hash !== hash);
    return awaited.length === 0 ? rest : { ...rest, reviews: awaited };
  });
  return { review, head };
}
