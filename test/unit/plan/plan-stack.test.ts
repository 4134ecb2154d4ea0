import { describe, expect, it } from "vitest";
import { ProblemsError } from "../../../model/errors.ts";
import { planStack, retireSentences } from "../../../plan/plan-stack.ts";
import { observed, record, spec, steady } from "../edge/observed.ts";

const input = { services: { shop: spec() }, volumes: {}, retire: [], platformProblems: [] };

describe("a stack's plan", () => {
  it("plans every service when nothing stands against it", () => {
    expect(planStack(input, observed())["shop"]?.generation).toBe(7);
  });

  it("refuses a serving service that vanished, unless it retires", () => {
    const vanished = { ...input, services: {} };
    expect(() => planStack(vanished, observed())).toThrow(
      "services.shop: serves and is gone from the config. Put it back, or set `tidegate:retire: [shop]` to take it down.",
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
      planStack({ ...input, services, platformProblems: ["edge: must stay."] }, host);
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
