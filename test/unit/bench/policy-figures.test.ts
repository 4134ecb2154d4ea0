import { expect, it } from "vitest";
import { renderPolicyTable, summarize } from "../../../bench/policy/figures.ts";

const run = (judgeCpuMs: number) => ({ startMs: 800, startCpuMs: 700, judgeMs: judgeCpuMs * 2, judgeCpuMs });

it("takes medians, and compares each number of resources with the one before", () => {
  const figures = summarize(
    new Map([
      [250, [run(200), run(900), run(100)]],
      [500, [run(300), run(300), run(300)]],
    ]),
  );
  expect(figures).toEqual({
    startMs: 800,
    startCpuMs: 700,
    rows: [
      { resources: 250, judgeMs: 400, judgeCpuMs: 200, cpuUsPerResource: 800, growth: null },
      { resources: 500, judgeMs: 600, judgeCpuMs: 300, cpuUsPerResource: 600, growth: 1.5 },
    ],
  });
  expect(renderPolicyTable(figures).split("\n").slice(-2)).toEqual([
    "| 250 | 400 ms | 200 ms | 800 µs |  |",
    "| 500 | 600 ms | 300 ms | 600 µs | 1.5 × |",
  ]);
});
