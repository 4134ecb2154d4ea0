import { expect, test } from "vitest";
import { parseAnswerer } from "../../../../edge/haproxy/send-request.ts";

test.each([
  ["a replica", "shop/shop.green/slot1", { service: "shop", color: "green", degraded: false }],
  ["a replica of a red pool", "shop/shop.green-open/slot1", { service: "shop", color: "green", degraded: true }],
  ["another service", "blog/blog.green/slot0", { service: "blog", color: undefined, degraded: false }],
  ["a pool without a replica", "shop/shop.blue/<NOSRV>", { service: "shop", color: undefined, degraded: false }],
  ["the proxy itself", "shop//", { service: "shop", color: undefined, degraded: false }],
  ["nobody", "", { service: undefined, color: undefined, degraded: false }],
])("knows who answered: %s", (_who, server, answerer) => {
  expect(parseAnswerer(server, "shop")).toEqual(answerer);
});
