import { describe, expect, it } from "vitest";
import { dependentsOf, removeInOrder } from "../../../../../engine/embedded/steps/graph.ts";
import { resourceState } from "./resource-state.ts";

const a = resourceState("a");
const b = resourceState("b", { dependencies: [a.urn] });
const c = resourceState("c", { propertyDependencies: { x: [b.urn] } });
const d = resourceState("d", { parent: a.urn });
const provider = resourceState("p");
const e = resourceState("e", { provider: `${provider.urn}::id` });

describe("dependentsOf", () => {
  it("finds all that need a resource, the last ones first", () => {
    expect(dependentsOf(a.urn, [a, b, c, d, e])).toEqual([c, b, d]);
    expect(dependentsOf(provider.urn, [a, e, provider])).toEqual([e]);
    expect(dependentsOf(c.urn, [a, b, c])).toEqual([]);
  });
});

describe("removeInOrder", () => {
  it("removes each when nothing needs it any more", async () => {
    const removed: string[] = [];
    await removeInOrder([a, b, c, d, provider, e], ({ urn }) => Promise.resolve(void removed.push(urn.at(-1) ?? "")));
    for (const [first, then] of ["cb", "ba", "da", "ep"]) {
      expect(removed.indexOf(first ?? "")).toBeLessThan(removed.indexOf(then ?? ""));
    }
    expect(removed).toHaveLength(6);
  });

  it("starts nothing after a failure, but waits for what runs", async () => {
    const ended: string[] = [];
    const run = removeInOrder([a, b, c, e], async ({ urn }) => {
      if (urn === c.urn) throw new Error("refused");
      await new Promise((resolve) => setImmediate(resolve));
      ended.push(urn);
    });
    await expect(run).rejects.toThrow("refused");
    expect(ended).toEqual([e.urn]);
  });

  it("says when resources depend on each other in a circle", async () => {
    const circle = [resourceState("x", { dependencies: ["y"] }), resourceState("y", { dependencies: ["x"] })];
    const named = circle.map((resource) => ({ ...resource, urn: resource.urn.at(-1) ?? "" }));
    await expect(removeInOrder(named, () => Promise.resolve())).rejects.toThrow("in a circle: x, y");
  });
});
