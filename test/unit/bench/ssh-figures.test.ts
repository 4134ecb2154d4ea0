import { expect, it } from "vitest";
import { renderSshTable, summarize } from "../../../bench/ssh/figures.ts";

const SAMPLES = [
  { what: "`up`", socketMs: 1000.4, sshMs: 1500, connections: 1 },
  { what: "flip", socketMs: 700, sshMs: 650, connections: 1 },
  { what: "`up`", socketMs: 3000, sshMs: 9000, connections: 2 },
  { what: "`up`", socketMs: 1100, sshMs: 1600, connections: 1 },
];

it("takes medians of the times, and the most connections", () => {
  expect(summarize(SAMPLES)).toEqual([
    { what: "`up`", runs: 3, socketMs: 1100, sshMs: 1600, connections: 2 },
    { what: "flip", runs: 1, socketMs: 700, sshMs: 650, connections: 1 },
  ]);
});

it("shows what ssh costs, and what it does not", () => {
  expect(renderSshTable(summarize(SAMPLES)).split("\n").slice(2)).toEqual([
    "| `up` | 3 | 1100 ms | 1600 ms | 500 ms | 2 |",
    "| flip | 1 | 700 ms | 650 ms | -50 ms | 1 |",
  ]);
});
