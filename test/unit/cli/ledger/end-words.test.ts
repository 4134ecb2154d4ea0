import { expect, test } from "vitest";
import { endWordsOf } from "../../../../cli/ledger/end-words.ts";
import { describeStory } from "../../../../cli/ledger/record/documents.ts";
import { renderText } from "../../../../cli/ledger/record/render-text.ts";
import { storyResult, storySchema } from "../../../../cli/ledger/story-result.ts";
import { readLines } from "../../../../delivery/ledger/ledger-text.ts";
import { tellStories } from "../../../../delivery/ledger/releases.ts";
import { ledgerUnderWay, sampleLedger } from "../../../support/ledger/sample.ts";
import { useZone } from "../../../support/use-zone.ts";

useZone("Europe/Berlin");

/** The release after so many changes of its canary. */
function after(steps: number) {
  const story = tellStories(readLines(ledgerUnderWay(steps).lines))[1];
  if (story === undefined) throw new Error("it is the second");
  return story;
}

const GOES_ON = "`tidegate canary status` says what comes next.";

test.each([
  [0, "under way", `5% of the clients have gone over, by entry #3 of 2026-11-30 13:02 +01:00. ${GOES_ON}`],
  [1, "under way", `30% of the clients have gone over, by entry #4 of 2026-11-30 13:03 +01:00. ${GOES_ON}`],
  [
    2,
    "under way",
    `30% of the clients have gone over, by entry #5 of 2026-11-30 13:04 +01:00, which paused it. ${GOES_ON}`,
  ],
  [
    3,
    "sent back",
    "30% of the clients had gone over when rollback #6 by jane@laptop (errors at the checkout) sent all of them back.",
  ],
])("a release after %i changes of its steps is %s", (steps, word, sentence) => {
  expect(endWordsOf(after(steps))).toMatchObject({ word, sentence });
});

test("one that moved all clients at once ends as it always did", () => {
  const stories = tellStories(readLines(sampleLedger().lines));
  const words = stories.map((story) => endWordsOf(story).word);
  expect(words).toEqual(["verified", "verified", "refused", "verified", "rolled back", "undone", "open"]);
});

test("its steps begin with the first clients, in `show` and in the result", () => {
  const text = renderText(describeStory(after(1), "prod"), (_, said) => said);
  expect(text).toContain(`
Steps
  #3
    at       2026-11-30 13:02 +01:00
    what     began
    clients  0% → 5%
    by       jane@laptop
    why      A faster basket
  #4
    at       2026-11-30 13:03 +01:00
    what     step
    clients  5% → 30%
    by       agent on prod-1
    why      its time is over
`);
  expect(text).toContain("first clients moved  2026-11-30 13:02 +01:00");
  expect(storySchema.parse(storyResult(after(0))).share).toBe(500);
  expect(storyResult(after(1)).share).toBe(3_000);
});
