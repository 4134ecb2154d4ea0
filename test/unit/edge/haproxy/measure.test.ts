import { expect, test } from "vitest";
import { parseStatus } from "../../../../edge/haproxy/measure.ts";

const HEAD = "# pxname,svname,status,check_status,check_code,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,last_chk,";

test("counts requests and errors by color, and shows the slots that have a container", () => {
  const csv = [
    HEAD,
    "newest-public,newest,no check,,,0,1,0,0,0,,",
    "shop.blue,slot0,UP,L7OK,200,0,10,1,2,3,,",
    "shop.blue,slot1,MAINT (resolution),,,,,,,,,",
    'shop.blue,slot2,DOWN,* L4CON,,0,0,0,0,0,"Connection refused, again",',
    "shop.blue,BACKEND,UP,,,0,11,1,2,4,,",
    "shop.green,BACKEND,DOWN,,,,,,,,,",
    "",
  ].join("\n");
  expect(parseStatus(csv, { project: "acme", stack: "prod" })).toEqual({
    shop: {
      blue: {
        servers: [
          { name: "acme-prod-shop-blue-0", health: "UP", lastCheck: "L7OK 200", requests: 16, errors: 3 },
          { name: "acme-prod-shop-blue-2", health: "DOWN", lastCheck: "L4CON", requests: 0, errors: 0 },
        ],
        requests: 18,
        errors: 4,
        degraded: false,
        degradedRequests: 0,
      },
      green: { servers: [], requests: 0, errors: 0, degraded: false, degradedRequests: 0 },
    },
  });
});

test("tells a color that is red as a whole from one that has nobody, and counts what went to it then", () => {
  const csv = [
    HEAD,
    "shop.blue,slot0,DOWN,L7STS,503,0,10,0,0,0,,",
    "shop.blue,BACKEND,DOWN,,,0,10,0,0,0,,",
    "shop.blue-open,slot0,no check,,,0,3,0,0,4,,",
    "shop.blue-open,BACKEND,UP,,,0,3,0,0,4,,",
    "shop.green,slot0,MAINT (resolution),,,,,,,,,",
    "shop.green,BACKEND,DOWN,,,0,0,0,0,0,,",
    "shop.green-open,BACKEND,DOWN,,,0,0,0,0,0,,",
  ].join("\n");
  expect(parseStatus(csv, { project: "acme", stack: "prod" })).toEqual({
    shop: {
      blue: {
        servers: [{ name: "acme-prod-shop-blue-0", health: "DOWN", lastCheck: "L7STS 503", requests: 17, errors: 4 }],
        requests: 17,
        errors: 4,
        degraded: true,
        degradedRequests: 7,
      },
      green: { servers: [], requests: 0, errors: 0, degraded: false, degradedRequests: 0 },
    },
  });
});

test("takes no status of a check for the one that the next check is about to bring", () => {
  const csv = [HEAD, "shop.blue,slot0,UP,* L7OK,0,0,10,0,0,0,,", "shop.blue,BACKEND,UP,,,0,10,0,0,0,,"].join("\n");
  const { servers = [] } = parseStatus(csv, { project: "acme", stack: "prod" })["shop"]?.blue ?? {};
  expect(servers.map(({ lastCheck }) => lastCheck)).toEqual(["L7OK"]);
});
