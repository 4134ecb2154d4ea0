import { describe, expect, it } from "vitest";
import { chooseReview, reviewText } from "../../../delivery/awaited-review.ts";

const awaited = (version: string) =>
  ({ version, color: "green", hash: `h${version}`, reason: "payments are down", by: "jane@laptop", at: 0 }) as const;
const bob = { version: undefined, by: "bob@laptop" };

describe("a review of an emergency release", () => {
  it("is of the only one, or of the one that is named", () => {
    expect(chooseReview("shop", [awaited("2")], bob)).toEqual(awaited("2"));
    expect(chooseReview("shop", [awaited("2"), awaited("3")], { ...bob, version: "3" })).toEqual(awaited("3"));
    expect(chooseReview("shop", [], bob)).toBeNull();
  });

  it.each([
    [
      "several are awaited and none is named",
      [awaited("2"), awaited("3")],
      bob,
      "--version: is needed. A review is awaited of shop 2, 3.",
    ],
    [
      "another is named",
      [awaited("2")],
      { ...bob, version: "4" },
      '--version: awaits no review, got "4". A review is awaited of shop 2.',
    ],
    [
      "who reviews is who released",
      [awaited("2")],
      { ...bob, by: "jane@laptop" },
      "review: jane@laptop made the release of shop 2, and so cannot review it. Have somebody else do it.",
    ],
  ])("is refused where %s", (_, reviews, wanted, message) => {
    expect(() => chooseReview("shop", reviews, wanted)).toThrow(message);
  });

  it("is awaited for a day, and overdue from then on", () => {
    const day = 24 * 3_600_000;
    expect(reviewText(awaited("2"), day)).toBe(
      'version "2" was released in an emergency by jane@laptop at 1970-01-01T00:00:00.000Z ("payments are down"); its review by ' +
        "somebody else is awaited until 1970-01-02T00:00:00.000Z",
    );
    expect(reviewText(awaited("2"), day + 1)).toContain("is overdue since 1970-01-02T00:00:00.000Z");
  });
});
