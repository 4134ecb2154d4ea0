import { expect, test } from "vitest";
import { parseWorkers } from "../../../../edge/haproxy/edge-view.ts";

test("reads where each worker sends the traffic", () => {
  expect(parseWorkers(["new 7 shop.green", "old 3 handover", "old 2 -", "old 1 shop.red", ""], "shop")).toEqual([
    { pid: "7", old: false, sendsTo: "green" },
    { pid: "3", old: true, sendsTo: "newest" },
    { pid: "2", old: true, sendsTo: null },
    { pid: "1", old: true, sendsTo: null },
  ]);
});
