import { describe, expect, it } from "vitest";
import { ruleConditions, ruleProblems } from "../../../../model/aws/rule-conditions.ts";
import { routeSchema } from "../../../../model/route.ts";

describe("a route as conditions of a listener's rule", () => {
  it.each([
    [{}, { hosts: [], paths: ["/*"] }],
    [{ host: "shop.test" }, { hosts: ["shop.test"], paths: [] }],
    [{ path: "/api/" }, { hosts: [], paths: ["/api", "/api/*"] }],
    [
      { host: "shop.test", hosts: ["*.shop.test"], path: "/api" },
      { hosts: ["shop.test", "*.shop.test"], paths: ["/api", "/api/*"] },
    ],
    [
      { path: "/api", paths: ["/auth"] },
      { hosts: [], paths: ["/api", "/api/*", "/auth", "/auth/*"] },
    ],
  ])("takes the requests of %j", (route, expected) => {
    expect(ruleConditions(routeSchema.parse(route))).toEqual(expected);
    expect(ruleProblems(routeSchema.parse(route), "route")).toEqual([]);
  });

  it.each([
    [
      { host: "a.test", path: "/b", paths: ["/c", "/d"] },
      "route: needs 7 values in a rule of the load balancer, which takes 5: one for a host, two for a path. Name fewer of them, or make another service of some.",
    ],
    [
      { path: `/${"a".repeat(126)}` },
      `route: has a host or path of more than 128 characters, got "/${"a".repeat(126)}/*". Shorten it.`,
    ],
    [
      { path: "/api", stripPrefix: true },
      "route.stripPrefix: is not there on AWS, whose load balancer does not do it. Remove it.",
    ],
    [
      { redirects: [{ path: "/old", to: "/new" }] },
      "route.redirects: is not there on AWS, whose load balancer does not do it. Remove it.",
    ],
  ])("refuses %j", (route, problem) => {
    expect(ruleProblems(routeSchema.parse(route), "route")).toEqual([problem]);
  });
});
