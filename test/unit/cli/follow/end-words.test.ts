import { expect, test } from "vitest";
import { endSentences, exitCodeOf } from "../../../../cli/follow/end-words.ts";
import type { FollowedEnd } from "../../../../cli/follow/follow.ts";
import { record } from "../../edge/observed.ts";
import { BOTH } from "../../plan/under-way.ts";

const release = { service: "shop", to: "green", version: "2", fromHash: undefined } as const;
const ended = (end: FollowedEnd["end"], seen: FollowedEnd["record"] = null): FollowedEnd => ({
  release,
  end,
  record: seen,
});

test.each<[FollowedEnd["end"][], number]>([
  [[], 0],
  [["gone over", "gone over"], 0],
  [["gone over", "removed"], 6],
  [["gone over", null], 130],
  [["removed", null, "went back"], 5],
])("releases that ended %j have the command end with %i", (ends, exitCode) => {
  expect(exitCodeOf(ends.map((end) => ended(end)))).toBe(exitCode);
});

test("one that went back says what serves, why, and what to do", () => {
  const hold = { version: "2", color: "green", hash: "h", reason: "errors", by: "agent on a", at: 0 } as const;
  expect(endSentences("dev", ended("went back", record({ sealed: BOTH, hold })))).toEqual([
    "shop: all clients are back on blue (version 1).",
    'shop: version "2" was rolled back by agent on a at 1970-01-01T00:00:00.000Z ("errors"), and is held.',
    "Mend the release and give it a new version, because this one has served. `tidegate show shop@2 -s dev` tells how it went.",
  ]);
  expect(endSentences("dev", ended("went back", record({ sealed: BOTH })))).toHaveLength(2);
});

test("one that is followed no longer says that it goes on", () => {
  expect(endSentences("dev", ended(null))).toEqual([
    "shop: version 2 is followed no longer, and goes on by itself. `tidegate canary status shop -s dev` says how far it is.",
  ]);
});
