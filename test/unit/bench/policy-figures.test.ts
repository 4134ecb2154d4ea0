import { expect, it } from "vitest";
import { renderPolicyTable, summarize } from "../../../bench/policy/figures.ts";

const judged = (judgeCpuMs: number) => ({ startMs: 800, startCpuMs: 700, judgeMs: judgeCpuMs * 2, judgeCpuMs });
const run = (emptyCpuMs: number, packCpuMs: number) => ({ empty: judged(emptyCpuMs), pack: judged(packCpuMs) });

it("takes medians, and compares what the rules add with the number of resources before", () => {
  const figures = summarize(
    new Map([
      [250, [run(100, 200), run(100, 900), run(100, 100)]],
      [500, [run(150, 300), run(150, 300), run(150, 300)]],
    ]),
  );
  expect(figures).toEqual({
    startMs: 800,
    startCpuMs: 700,
    rows: [
      {
        ...{ resources: 250, judgeMs: 400, judgeCpuMs: 200, emptyMs: 200, emptyCpuMs: 100 },
        ...{ rulesCpuUsPerResource: 400, growth: null },
      },
      {
        ...{ resources: 500, judgeMs: 600, judgeCpuMs: 300, emptyMs: 300, emptyCpuMs: 150 },
        ...{ rulesCpuUsPerResource: 300, growth: 1.5 },
      },
    ],
  });
  expect(renderPolicyTable(figures).split("\n").slice(-2)).toEqual([
    "| 250 | 400 ms | 200 ms | 200 ms | 200 ms | 100 ms | 100 ms | 400 µs |  |",
    "| 500 | 600 ms | 300 ms | 300 ms | 300 ms | 150 ms | 150 ms | 300 µs | 1.5 × |",
  ]);
});
