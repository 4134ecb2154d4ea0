import { describe, expect, it } from "vitest";
import { assertOwner } from "../../../edge/assert-owner.ts";
import { edgeHash } from "../../../edge/edge-hash.ts";
import { edgeNotices, edgeProblems } from "../../../edge/edge-problems.ts";
import { nextCounter } from "../../../edge/next-counter.ts";
import { InputError } from "../../../model/errors.ts";
import { observed, steady } from "./observed.ts";

describe("another edge container", () => {
  it("is refused while something serves, unless it is allowed", () => {
    expect(edgeProblems("other", false, observed())).toEqual([
      expect.stringContaining("edge: this change replaces the edge's container, which interrupts shop."),
    ]);
    expect(edgeProblems("h", false, observed())).toEqual([]);
    expect(edgeProblems("other", true, observed())).toEqual([]);
    expect(edgeProblems("other", false, observed(null))).toEqual([]);
    expect(edgeProblems("other", false, observed(steady(), { edge: null }))).toEqual([]);
  });
});

describe("an edge that is gone", () => {
  it("is told while something of its environment is left", () => {
    expect(edgeNotices(undefined, observed(steady(), { edge: null }))).toEqual([
      "The edge's container is not on the host. Unless this `up` makes it, run it again with `--refresh`.",
    ]);
    expect(edgeNotices(undefined, observed())).toEqual([]);
    expect(edgeNotices(undefined, observed(null, { edge: null, environment: null }))).toEqual([]);
  });

  it("tells of a host that has not the image which an edge gets when none is named", () => {
    const host = (hasEdgeImage: boolean) => observed(null, { edge: null, environment: null, hasEdgeImage });
    expect(edgeNotices(undefined, host(false))).toEqual([
      expect.stringMatching(/`tidegate edge build -s dev` makes it there/),
    ]);
    expect(edgeNotices("registry.test/edge:1", host(false))).toEqual([]);
    expect(edgeNotices(undefined, host(true))).toEqual([]);
  });
});

describe("the edge's hash", () => {
  const edge = { http: "127.0.0.1:80", preview: "127.0.0.1:81", image: "edge:1" };

  it.each([{ http: "127.0.0.1:90" }, { preview: "127.0.0.1:90" }, { https: "127.0.0.1:90" }, { image: "edge:2" }])(
    "differs with %j",
    (change) => {
      expect(edgeHash({ ...edge, ...change })).not.toBe(edgeHash(edge));
    },
  );
});

describe("the counter of a part", () => {
  it("stays in sync, grows by one out of sync, and starts at the time of the look", () => {
    const host = observed();
    expect(nextCounter({ hash: "a", counter: 4 }, "a", host)).toBe(4);
    expect(nextCounter({ hash: "a", counter: 4 }, "b", host)).toBe(5);
    expect(nextCounter(null, "a", host)).toBe(1_700_000_000);
    expect(nextCounter(undefined, "a", host)).toBe(1_700_000_000);
  });
});

describe("a host", () => {
  const own = { environment: "e1", engines: { default: "E" } };

  it("is ours when it carries our environment, and when it carries none", () => {
    expect(() => assertOwner(observed(), own)).not.toThrow();
    expect(() =>
      assertOwner(observed(null, { environment: null }), { environment: undefined, engines: {} }),
    ).not.toThrow();
  });

  it.each([
    { ...own, environment: "e2" },
    { environment: undefined, engines: {} },
  ])("is another's when the state knows %j", (known) => {
    expect(() => assertOwner(observed(), known)).toThrow(InputError);
    expect(() => assertOwner(observed(), known)).toThrow(
      "p-dev: what is there belongs to another state, got environment e1",
    );
  });

  it("is another machine than the one the stack lives on", () => {
    expect(() => assertOwner(observed(null, { engineId: "F" }), own)).toThrow("host: is another Docker engine");
  });
});
