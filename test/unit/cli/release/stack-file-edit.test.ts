import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Decision } from "../../../../delivery/release/decision.ts";
import { declareIn, takeBack } from "../../../../cli/release/stack-file-edit.ts";

const REF = { projectDir: "/nowhere", project: "shop", stack: "dev" };
const BEFORE = `# mine
config:
  tidegate:services:
    shop:
      activeColor: blue # serves
      blue: { version: 1.0.0, image: "registry.test/shop:1.0.0" }
`;
const TARGET = { service: "shop", to: "green", version: "2.0.0", image: "registry.test/shop:2.0.0" } as const;
const AFTER = declareIn(REF, BEFORE, TARGET);
const decision: Decision = {
  ...{ ...TARGET, format: 1, from: "blue", decidedAt: "", commit: false, state: { step: "running" } },
  file: { before: BEFORE, after: AFTER },
};
const shopIn = (text: string) =>
  (parse(text) as { config: Record<string, { shop: unknown }> }).config["tidegate:services"]?.shop;

describe("the edit of a release", () => {
  it("fills a color that there was not, moves the traffic, and keeps the rest", () => {
    expect(AFTER).toContain("# mine");
    expect(AFTER).toContain("activeColor: green # serves");
    expect(shopIn(AFTER)).toMatchObject({ blue: { version: "1.0.0" }, green: { version: "2.0.0" } });
    expect(declareIn(REF, AFTER, TARGET)).toBe(AFTER);
  });

  it("is taken back to the byte where nobody has changed the file", () => {
    expect(takeBack(REF, AFTER, decision)).toBe(BEFORE);
    expect(takeBack(REF, BEFORE, decision)).toBe(BEFORE);
  });

  it("is taken back beside what somebody else has changed", () => {
    const edited = AFTER.replace("version: 1.0.0", "version: 1.0.1").concat("encryptionsalt: v1:abc\n");
    const back = takeBack(REF, edited, decision);
    expect(shopIn(back)).toEqual({
      activeColor: "blue",
      blue: { version: "1.0.1", image: "registry.test/shop:1.0.0" },
    });
    expect(back).toContain("encryptionsalt: v1:abc");
  });

  it("leaves alone what somebody else has set in its place", () => {
    const edited = AFTER.replace("2.0.0", "3.0.0").replace("activeColor: green", "activeColor: blue");
    expect(shopIn(takeBack(REF, edited, decision))).toMatchObject({ activeColor: "blue", green: { version: "3.0.0" } });
  });
});
