import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../policy/unknown.ts";
import { CONTAINER } from "../../../policy/resource-types.ts";
import type { JudgeContext, JudgedResource } from "../../../policy/rule.ts";
import { sameImagePerColor } from "../../../policy/rules/same-image-per-color.ts";
import { settingsSchema } from "../../../policy/settings.ts";
import { edge } from "../compliant-service.ts";
import { judge } from "../judge.ts";

const ONE = `sha256:${"1".repeat(64)}`;
const TWO = `sha256:${"2".repeat(64)}`;

/** A run of the pack has one context. */
function newRun(): JudgeContext {
  return { project: "p", stack: "dev", tier: "dev", settings: settingsSchema.parse({}), otherStacks: [] };
}

function replica(name: string, image: unknown, labels: Record<string, unknown> = {}): JudgedResource {
  const [service, color] = name.split("-");
  const all = { "tidegate.role": "replica", "tidegate.service": service, "tidegate.color": color, ...labels };
  const list = Object.entries(all).map(([label, value]) => ({ label, value }));
  return { type: CONTAINER, name, urn: `urn::${name}`, inputs: { image, labels: list }, secretPaths: new Set() };
}

function judgeAll(...replicas: JudgedResource[]) {
  const run = newRun();
  return replicas.map((one) => sameImagePerColor.judge(one, run));
}

describe("same-image-per-color", () => {
  it("accepts one image in each color of each service", () => {
    const replicas = [
      replica("shop-blue-0", ONE),
      replica("shop-blue-1", ONE),
      replica("shop-green-0", TWO),
      replica("api-blue-0", TWO),
    ];
    expect(judgeAll(...replicas)).toEqual([[], [], [], []]);
  });

  it("refuses every replica that differs from the first", () => {
    const violation = `image: must be the image of the other replicas of shop.blue, which is "${ONE}" in shop-blue-0, got "${TWO}". Run one image per color.`;
    expect(judgeAll(replica("shop-blue-0", ONE), replica("shop-blue-1", TWO), replica("shop-blue-2", TWO))).toEqual([
      [],
      [violation],
      [violation],
    ]);
  });

  it("remembers nothing of another run", () => {
    expect(judgeAll(replica("shop-blue-0", ONE))).toEqual([[]]);
    expect(judgeAll(replica("shop-blue-0", TWO))).toEqual([[]]);
  });

  it("skips what a preview does not know, and compares the rest", () => {
    const replicas = [
      replica("shop-blue-0", UNKNOWN),
      replica("shop-blue-1", ONE),
      replica("shop-blue-2", TWO, { "tidegate.color": UNKNOWN }),
      replica("shop-blue-3", TWO, { "tidegate.service": UNKNOWN }),
      replica("shop-blue-4", TWO, { "tidegate.role": UNKNOWN }),
      replica("shop-blue-5", ONE),
    ];
    expect(judgeAll(...replicas)).toEqual([[], [], [], [], [], []]);
  });

  it("refuses a replica without an image", () => {
    expect(judgeAll(replica("shop-blue-0", undefined))).toEqual([
      ["image: must be the image of its color, got nothing. Set it."],
    ]);
  });

  it("does not apply to the edge's container, to foreign ones, nor to anything else", async () => {
    const notApplicable = "It is no replica of a service";
    expect(judgeAll(replica("edge", ONE, { "tidegate.role": "edge" }))).toEqual([{ notApplicable }]);
    expect(await judge(sameImagePerColor, { type: CONTAINER, props: { image: ONE } })).toEqual({ notApplicable });
    expect(await judge(sameImagePerColor, edge())).toEqual({ notApplicable: "Judges resources of other types" });
  });
});
