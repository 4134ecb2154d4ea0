import { describe, expect, it } from "vitest";
import {
  CHOSEN_PRIORITIES,
  colorRulePriority,
  forcedRulePriority,
  rulePriority,
} from "../../../../model/aws/rule-priority.ts";
import { routeSchema, type Route } from "../../../../model/route.ts";

const ID = { project: "p", stack: "dev" };
const priority = (route: Partial<Route>, service = "shop") => rulePriority(ID, service, routeSchema.parse(route));

describe("the number of a service's rule", () => {
  it("asks the more certain host first, and of the same kind the longer path, whatever the services are called", () => {
    const inOrder = [
      { host: "a.test", path: "/1/2/3" },
      { host: "a.test", path: "/1" },
      { host: "a.test" },
      { host: "*.test", path: "/1/2/3/4/5/6/7/8/9" },
      { host: "*.test", path: "/1/2" },
      { path: "/1/2" },
      { path: "/1" },
      {},
    ];
    for (const service of ["shop", "api", "zebra"]) {
      const numbers = inOrder.map((route) => priority(route, service) ?? NaN);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
    const ofTwo = inOrder.map((route, index) => priority(route, index % 2 === 0 ? "zebra" : "api") ?? NaN);
    expect(ofTwo).toEqual(ofTwo.toSorted((a, b) => a - b));
  });

  it("stays within what may be chosen, and behind the rules of single colors", () => {
    const numbers = [{ host: "a.test", path: "/1/2/3/4/5/6/7" }, {}].map((route) => priority(route) ?? NaN);
    for (const number of numbers) {
      expect(number).toBeGreaterThanOrEqual(CHOSEN_PRIORITIES.min);
      expect(number).toBeLessThanOrEqual(CHOSEN_PRIORITIES.max);
      expect(number).toBeGreaterThan(colorRulePriority(ID, "shop", "green"));
    }
  });

  it("is one for hosts of one kind and paths of one depth, and none for others", () => {
    expect(priority({ host: "a.test", hosts: ["b.test"], path: "/1", paths: ["/2"] })).toBe(
      priority({ host: "a.test", path: "/1" }),
    );
    expect(priority({ host: "a.test", hosts: ["*.test"] })).toBeUndefined();
    expect(priority({ path: "/1", paths: ["/2/3"] })).toBeUndefined();
  });

  it("differs for each color, service and stack", () => {
    const numbers = [
      colorRulePriority(ID, "shop", "blue"),
      colorRulePriority(ID, "shop", "green"),
      colorRulePriority(ID, "api", "blue"),
      colorRulePriority({ ...ID, stack: "stg" }, "shop", "blue"),
    ];
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1);
  });
});

describe("the rule that forces a canary's color", () => {
  it("comes before all others of the public listener, in the order of the services' own", () => {
    const [certain, everything] = [priority({ host: "api.test", path: "/v1" }, "api"), priority({})].map((place = 0) =>
      forcedRulePriority(place),
    );
    expect(certain).toBeGreaterThanOrEqual(1);
    expect(certain).toBeLessThan(everything ?? 0);
    expect(everything).toBeLessThanOrEqual(24_000);
  });

  it.each([24_999, 49_000])("has none where there is no room before %d", (place) => {
    expect(forcedRulePriority(place)).toBeUndefined();
  });
});
