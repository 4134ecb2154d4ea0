import type { Judged } from "./judge-stack.ts";

/** A row of the table: `resources` judged by a pack that has just started, medians of the runs. */
export interface PolicyFigure {
  resources: number;
  judgeMs: number;
  judgeCpuMs: number;
  /** CPU time for each. */
  cpuUsPerResource: number;
  /** CPU time divided by that of the row above. */
  growth: number | null;
}

export interface PolicyFigures {
  startMs: number;
  startCpuMs: number;
  rows: readonly PolicyFigure[];
}

/** Medians of what each number of resources took, the smallest number first. */
export function summarize(runs: ReadonlyMap<number, readonly Judged[]>): PolicyFigures {
  const all = [...runs.values()].flat();
  const rows: PolicyFigure[] = [];
  for (const [resources, judged] of runs) {
    const judgeCpuMs = median(judged.map((run) => run.judgeCpuMs));
    const above = rows.at(-1)?.judgeCpuMs;
    rows.push({
      resources,
      judgeMs: median(judged.map((run) => run.judgeMs)),
      judgeCpuMs,
      cpuUsPerResource: (judgeCpuMs * 1000) / resources,
      growth: above === undefined || above === 0 ? null : judgeCpuMs / above,
    });
  }
  return {
    startMs: median(all.map((run) => run.startMs)),
    startCpuMs: median(all.map((run) => run.startCpuMs)),
    rows,
  };
}

/** The figures as Markdown. */
export function renderPolicyTable({ startMs, startCpuMs, rows }: PolicyFigures): string {
  return [
    `Start: ${Math.round(startMs)} ms, ${Math.round(startCpuMs)} ms of CPU time.`,
    "",
    "| resources | judged in | CPU time | CPU time for each | CPU time against the row above |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(({ resources, judgeMs, judgeCpuMs, cpuUsPerResource, growth }) => {
      const times = `${Math.round(judgeMs)} ms | ${Math.round(judgeCpuMs)} ms | ${Math.round(cpuUsPerResource)} µs`;
      return `| ${resources} | ${times} | ${growth === null ? "" : `${growth.toFixed(1)} ×`} |`;
    }),
  ].join("\n");
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
