import { describe, expect, it } from "vitest";
import { fallbackFacts, purposeOf, switchFacts } from "../../../../edge/control/switch-facts.ts";
import { readChange } from "../../../../model/change.ts";
import { switchFactsSchema } from "../../../../model/ledger.ts";
import { canary } from "../../plan/under-way.ts";
import { record, release, seal } from "../observed.ts";

const blue = seal(release("1"));
const green = seal(release("2"));
const occasion = { purpose: "release", change: readChange({}, "jane@laptop"), gates: null } as const;
const target = { service: "shop", color: "green", sealed: green, generation: 8, canary: null } as const;

describe("what the ledger says of a switch", () => {
  it("names both sides, and everything that the new one is made of", () => {
    const facts = switchFactsSchema.parse(switchFacts(occasion, record(), target));
    expect(facts).toMatchObject({
      from: { color: "blue", version: "1", image: "registry.test/shop:1", hash: blue.hash },
      to: { color: "green", version: "2", image: "registry.test/shop:2", hash: green.hash },
      ...{ purpose: "release", generation: 8, release: green, problem: null },
    });
    expect(switchFacts(occasion, null, target).from).toBeNull();
    expect(facts).not.toHaveProperty("share");
  });

  it("says how many clients move where the others follow step by step, and that all of them go back", () => {
    const made = switchFacts(occasion, record(), { ...target, canary: canary() });
    expect(switchFactsSchema.parse(made).share).toBe(500);
    expect(fallbackFacts(made, record(), "it answers 500")).not.toHaveProperty("share");
  });

  it("has a fallback go the way back, with what it was made for", () => {
    const made = switchFacts(occasion, record(), target);
    expect(switchFactsSchema.parse(fallbackFacts(made, record(), "it answers 500"))).toMatchObject({
      ...{ purpose: "fallback", generation: 9, from: made.to, to: made.from, release: blue, gates: null },
      problem: "it answers 500",
    });
    const first = switchFacts(occasion, null, target);
    expect(fallbackFacts(first, null, "it answers 500")).toMatchObject({ to: null, release: null });
  });

  it.each([
    ["return", "blue", blue.hash, undefined],
    ["return", "blue", blue.hash, "blog"],
    ["rollback", "blue", blue.hash, "shop"],
    ["release", "blue", "another", undefined],
    ["release", "green", green.hash, "shop"],
  ] as const)("is a %s to %s %s, where a rollback is for %s", (purpose, color, hash, rolledBack) => {
    expect(purposeOf(record(), { service: "shop", color, hash }, rolledBack)).toBe(purpose);
  });
});
