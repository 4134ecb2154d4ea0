import { describe, expect, it } from "vitest";
import { assertOwner } from "../../../edge/assert-owner.ts";
import { edgeHash } from "../../../edge/edge-hash.ts";
import { nextCounter } from "../../../edge/next-counter.ts";
import { edgeNotices, planStack, retireSentences } from "../../../edge/plan-stack.ts";
import { InputError, ProblemsError } from "../../../model/errors.ts";
import { observed, record, spec, steady } from "./observed.ts";

const input = { services: { shop: spec() }, volumes: {}, retire: [], edgeHash: "h", allowEdgeReplace: false };

describe("a stack's plan", () => {
  it("plans every service when nothing stands against it", () => {
    expect(planStack(input, observed())["shop"]?.generation).toBe(7);
  });

  it("refuses a serving service that vanished, unless it retires", () => {
    const vanished = { ...input, services: {} };
    expect(() => planStack(vanished, observed())).toThrow(
      "services.shop: serves on the host and is gone from the config. Put it back, or set `tidegate:retire: [shop]` to take it down.",
    );
    expect(planStack({ ...vanished, retire: ["shop"] }, observed())).toEqual({});
  });

  it("says what a retirement does to traffic", () => {
    expect(retireSentences([], ["shop", "gone"], observed())).toEqual([
      "shop: traffic ends, the service is taken down; 2 active containers removed",
    ]);
    expect(retireSentences(["shop"], [], observed())).toEqual([]);
  });

  it("lets a service vanish that never served", () => {
    const staged = steady({ record: record({ active: null, generation: 0 }), workers: [] });
    expect(planStack({ ...input, services: {} }, observed(staged))).toEqual({});
  });

  it("refuses a route that another service still has, whether that retires or moves on", () => {
    const held = steady({ record: record({ config: { hash: "c", counter: 3, route: { host: "*", path: "/api/" } } }) });
    const api = { ...spec(), route: { host: "*", path: "/api" } };
    const problem =
      'services.api.route: shop has this route on the edge, got host "*" and path "/api". Take it from shop in an `up` of ' +
      "its own first; or, for no gap at all, keep shop and release the new app into its idle color.";
    expect(() => planStack({ ...input, services: { api }, retire: ["shop"] }, observed(held))).toThrow(problem);
    expect(() => planStack({ ...input, services: { api, shop: spec() } }, observed(held))).toThrow(problem);
    const elsewhere = { ...spec(), route: { host: "api.test", path: "/api" } };
    expect(() => planStack({ ...input, services: { api: elsewhere, shop: spec() } }, observed(held))).not.toThrow();
    expect(() => planStack({ ...input, services: { shop: api } }, observed(held))).not.toThrow();
  });

  it("refuses another edge container while something serves, unless it is allowed", () => {
    const changed = { ...input, edgeHash: "other" };
    expect(() => planStack(changed, observed())).toThrow(
      "edge: this change replaces the edge's container, which interrupts shop.",
    );
    expect(() => planStack({ ...changed, allowEdgeReplace: true }, observed())).not.toThrow();
    expect(() => planStack({ ...changed, services: {} }, observed(null))).not.toThrow();
    expect(() => planStack(changed, observed(steady(), { edge: null }))).not.toThrow();
  });

  it("never replaces what serves in a stack that is judged like production", () => {
    const allowed = { ...input, services: { shop: spec({ allowActiveReplace: true }) } };
    const live = observed(steady(), { stack: "mine" });
    expect(() => planStack(allowed, live)).toThrow(
      'services.shop.allowActiveReplace: is refused in stack "mine", which is judged like prod (`tidegate:tier`), got true.',
    );
    expect(() => planStack({ ...allowed, tier: "dev" }, live)).not.toThrow();
    expect(() => planStack({ ...allowed, tier: "dev" }, observed(steady(), { stack: "prod" }))).toThrow(
      'is refused in stack "prod", got true.',
    );
  });

  it("tells all problems in one throw", () => {
    const services = { api: spec({ allowActiveReplace: true }), web: spec() };
    const host = observed(steady(), { stack: "prod" });
    try {
      planStack({ ...input, services, edgeHash: "other" }, host);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ProblemsError);
      expect((error as ProblemsError).problems.map((problem) => problem.slice(0, problem.indexOf(":")))).toEqual([
        "services.api.allowActiveReplace",
        "services.shop",
        "edge",
      ]);
    }
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
    const host = observed(null, { edge: null, environment: null, hasEdgeImage: false });
    expect(edgeNotices(undefined, host)).toEqual([
      expect.stringMatching(/`tidegate edge build -s dev` makes it there/),
    ]);
    expect(edgeNotices("registry.test/edge:1", host)).toEqual([]);
    expect(edgeNotices(undefined, { ...host, hasEdgeImage: true })).toEqual([]);
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
  const own = { environment: "e1", engineId: "E" };

  it("is ours when it carries our environment, and when it carries none", () => {
    expect(() => assertOwner(observed(), own)).not.toThrow();
    expect(() =>
      assertOwner(observed(null, { environment: null }), { environment: undefined, engineId: undefined }),
    ).not.toThrow();
  });

  it.each([
    { ...own, environment: "e2" },
    { environment: undefined, engineId: undefined },
  ])("is another's when the state knows %j", (known) => {
    expect(() => assertOwner(observed(), known)).toThrow(InputError);
    expect(() => assertOwner(observed(), known)).toThrow(
      "host: p-dev on it belongs to another state, got environment e1",
    );
  });

  it("is another machine than the one the stack lives on", () => {
    expect(() => assertOwner(observed(null, { engineId: "F" }), own)).toThrow("host: is another Docker engine");
  });
});
