import { expect, test } from "vitest";
import { buildLine } from "../../../../cli/top/build-line.ts";
import { busyShop, shopUnderWay } from "./lines.ts";

test("tells of the last interval and of all since the start", () => {
  const { interval, total } = buildLine(busyShop()).services["shop"]?.colors.blue ?? {};
  expect(interval).toMatchObject({
    ...{ requests: 121, perSecond: 121, statuses: { "1xx": 0, "2xx": 97, "3xx": 0, "4xx": 20, "5xx": 3 } },
    ...{ errorShare: 0.025, connectFailures: 1, retries: 2, p50Ms: 4.167, p95Ms: 92.857, p99Ms: 700 },
  });
  expect(total).toMatchObject({ requests: 4_121, perSecond: 98.119, errorShare: 3 / 4_120 });
});

test("knows no share and no time of a color that answered nothing", () => {
  expect(buildLine(busyShop()).services["shop"]?.colors.green.interval).toMatchObject({
    ...{ requests: 0, perSecond: 0, errorShare: null, p50Ms: null, p95Ms: null, p99Ms: null },
  });
});

test("counts replicas that are up, and tells of each limit the use of the replica that is nearest to it", () => {
  const { replicas, up, fullest } = buildLine(busyShop()).services["shop"]?.colors.blue ?? {};
  expect({ replicas, up, fullest }).toEqual({
    replicas: 2,
    up: 1,
    fullest: {
      memoryBytes: { used: 250 * 1024 ** 2, limit: 256 * 1024 ** 2 },
      processes: { used: 190, limit: 200 },
      throttled: 0.031,
    },
  });
});

test("tells of one service when it is asked for", () => {
  expect(Object.keys(buildLine({ ...busyShop(), service: "blog" }).services)).toEqual(["blog"]);
});

test("tells what share of the clients a color is sent, and what share of the requests it got", () => {
  const { blue, green } = buildLine(shopUnderWay()).services["shop"]?.colors ?? {};
  expect([blue?.clientShare, blue?.interval.requestShare]).toEqual([0.95, 0.97]);
  expect([green?.clientShare, green?.interval.requestShare]).toEqual([0.05, 0.03]);
  const alone = buildLine(busyShop()).services;
  expect(alone["shop"]?.colors.blue).toMatchObject({ clientShare: null, interval: { requestShare: 1 } });
  expect(alone["blog"]?.colors.blue.interval.requestShare).toBeNull();
});
