import { describe, expect, it } from "vitest";
import { hasMoved } from "../../../../cli/release/has-moved.ts";
import { observedHost, record, release, seal, steady } from "../../edge/observed.ts";

const GREEN = { service: "shop", to: "green", version: "2" } as const;
const sealed = { blue: seal(release("1")), green: seal(release("2")) };
const hostWith = (change: Parameters<typeof steady>[0]) => [observedHost(steady(change))];

describe("hasMoved", () => {
  it("is so once the release's color serves with it", () => {
    expect(hasMoved(hostWith({}), GREEN)).toBe(false);
    const moved = hostWith({ record: record({ active: "green", sealed }), workers: ["green"] });
    expect(hasMoved(moved, GREEN)).toBe(true);
  });

  it("is not where that color serves with another version", () => {
    const moved = hostWith({ record: record({ active: "green", sealed }), workers: ["green"] });
    expect(hasMoved(moved, { ...GREEN, version: "3" })).toBe(false);
  });

  it("is not where the color has served with it, and another one serves now", () => {
    expect(hasMoved(hostWith({ record: record({ sealed }) }), GREEN)).toBe(false);
  });

  it("is not where nothing is there", () => {
    expect(hasMoved([observedHost(null)], GREEN)).toBe(false);
  });
});
