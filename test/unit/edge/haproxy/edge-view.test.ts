import { expect, test } from "vitest";
import { parseWorkers, readEdge } from "../../../../edge/haproxy/edge-view.ts";

test("reads where each worker sends the traffic", () => {
  expect(parseWorkers(["new 7 shop.green", "old 3 handover", "old 2 -", "old 1 shop.red", ""], "shop")).toEqual([
    { pid: "7", old: false, sendsTo: "green" },
    { pid: "3", old: true, sendsTo: "newest" },
    { pid: "2", old: true, sendsTo: null },
    { pid: "1", old: true, sendsTo: null },
  ]);
});

test.each([
  [
    "of an edge with a ledger",
    ['ledger {"head":null,"broken":null,"hasRoom":false}'],
    { head: null, broken: null, hasRoom: false },
  ],
  ["of an edge of before 0.8.0, which has none", [], null],
])("reads the view %s", async (_, more, ledger) => {
  const ask = () => Promise.resolve({ exitCode: 0, lines: ["null", "null", ...more, "new 7 shop.green"] });
  expect(await readEdge({ ask }, "shop")).toEqual({
    ...{ record: null, part: null, ledger },
    workers: [{ pid: "7", old: false, sendsTo: "green" }],
  });
});
