import { expect, test } from "vitest";
import { endOf, releasesUnderWay, type Followed, type ReleaseEnd } from "../../../../cli/follow/followed.ts";
import { recordOf } from "../../../../model/observed-hosts.ts";
import type { EdgeRecord } from "../../../../model/record.ts";
import { observed, record, release, seal } from "../../edge/observed.ts";
import { BOTH, canary, underWay } from "../../plan/under-way.ts";

const SHOP: Followed = { service: "shop", to: "green", version: "2", fromHash: BOTH.blue.hash };
const HOLD = { version: "2", color: "green", hash: BOTH.green.hash, reason: null, by: "jane", at: 1 } as const;
const later = (color: "blue" | "green") => ({ ...BOTH, [color]: seal(release("3")) });

test("every release that goes over step by step is under way", () => {
  expect(releasesUnderWay(underWay().hosts)).toEqual([SHOP]);
  expect(releasesUnderWay(observed().hosts)).toEqual([]);
});

test.each<[string, Partial<EdgeRecord>, ReleaseEnd]>([
  ["its color has all clients", { active: "green" }, "gone over"],
  ["the other color is active again", { active: "blue" }, "went back"],
  ["it is held, whatever serves", { active: "blue", sealed: later("blue"), hold: HOLD }, "went back"],
  ["the next release has come to the other color", { active: "blue", sealed: later("blue") }, "gone over"],
  ["the next release is on its way in its own color", { sealed: later("green"), canary: canary(0) }, "went back"],
  ["the next release has come to its own color", { active: "green", sealed: later("green") }, "went back"],
  ["nobody serves", { active: null }, "removed"],
])("it has ended where %s", (_, change, end) => {
  expect(endOf(SHOP, record({ sealed: BOTH, ...change }))).toBe(end);
});

test("it has not ended while it goes over, and has with its service", () => {
  expect(endOf(SHOP, recordOf(underWay().hosts, "shop"))).toBeNull();
  expect(endOf(SHOP, null)).toBe("removed");
});

test("one whose beginning nobody saw went back where its color is not active", () => {
  const unseen = { ...SHOP, fromHash: undefined };
  expect(endOf(unseen, record({ active: "blue", sealed: later("blue") }))).toBe("went back");
});
