import { expect, it } from "vitest";
import { tryParse } from "../../../model/problems.ts";
import { serviceSchema } from "../../../model/service.ts";

const problemsOf = (guard: object, smoke: object[] = []) => {
  const blue = { version: "1", image: "registry.test/shop:1", smoke };
  const service = { activeColor: "blue", blue, route: { host: "shop.test", path: "/shop" }, guard };
  const result = tryParse(serviceSchema, service, { path: "services.shop" });
  return "problems" in result ? result.problems : [];
};

it("sends smoke requests again only where there is one that can be", () => {
  expect(problemsOf({ smoke: {} }, [{ path: "/shop" }])).toEqual([]);
  expect(problemsOf({ smoke: {} }, [{ path: "/shop", method: "POST" }])).toEqual([
    "services.shop.guard.smoke: has nothing to send: no `smoke` of blue changes nothing and needs no secret, got an object. Add one, or remove it.",
  ]);
});

it("sends requests in users' stead only to paths of the service", () => {
  expect(problemsOf({ synthetic: { path: "/shop/search?q=shoes" } })).toEqual([]);
  expect(problemsOf({ synthetic: { path: "/" } })).toEqual([
    'services.shop.guard.synthetic.path: is no path of the service\'s, got "/". Give one that its `route` takes.',
  ]);
});
