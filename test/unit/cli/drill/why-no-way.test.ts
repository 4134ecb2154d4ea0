import { describe, expect, it } from "vitest";
import type { Stage } from "../../../../cli/drill/scenario.ts";
import { whyNoWay } from "../../../../cli/drill/why-no-way.ts";
import { sealed } from "../../../support/ledger/entries.ts";

interface Seen {
  /** What the color that is idle is to run now. */
  declared?: string;
  /** How many of its two replicas are well. */
  up?: number;
  /** Whether it has served at all. */
  hasServed?: boolean;
}

/** Why traffic that is on green with version 2 cannot be sent to blue with version 1. */
function why({ declared = "1", up = 2, hasServed = true }: Seen = {}): Promise<string | undefined> {
  const record = {
    active: "green",
    generation: 2,
    sealed: { blue: hasServed ? sealed("1") : null, green: sealed("2") },
  };
  const part = { replicas: 2, releases: { blue: sealed(declared), green: sealed("2") } };
  const session = {
    look: async () => ({ record, part }),
    readSlots: async () => [0, 1, 2].map((index) => ({ index, isUp: index < up })),
  };
  const observed = { services: { shop: { record } } };
  return whyNoWay({ session, observed, before: { service: "shop" } } as unknown as Stage); // the rest is not asked
}

describe("the way to the release before", () => {
  it("is there", async () => {
    expect(await why()).toBeUndefined();
  });

  it.each([
    [{ declared: "3" }, "what served before is not there any more, and would have to be made again"],
    [{ up: 1 }, "not all replicas of blue, which served before, are well"],
  ])("is not there: %o", async (seen, words) => {
    expect(await why(seen)).toBe(words);
  });

  it("is not there where nothing has served before", async () => {
    expect(await why({ hasServed: false })).toContain("blue has never served, so there is nothing to go back to.");
  });
});
