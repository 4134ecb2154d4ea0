import { median } from "../median.ts";
import type { Judged } from "./judge-stack.ts";

/** The same resources, judged by a pack without rules and by the real one, one right after the other. */
export interface Run {
  empty: Judged;
  pack: Judged;
}

/** A row of the table: `resources` judged by packs that have just started, medians of the runs. */
export interface PolicyFigure {
  resources: number;
  judgeMs: number;
  judgeCpuMs: number;
  /** The same by a pack without rules: what Pulumi's protocol takes of it. */
  emptyMs: number;
  emptyCpuMs: number;
  /** What the rules add, for each resource. */
  rulesCpuUsPerResource: number;
  /** What the rules add, divided by that of the row above. */
  growth: number | null;
}

export interface PolicyFigures {
  startMs: number;
  startCpuMs: number;
  rows: readonly PolicyFigure[];
}

/** Medians of what each number of resources took, the smallest number first. */
export function summarize(runs: ReadonlyMap<number, readonly Run[]>): PolicyFigures {
  const all = [...runs.values()].flat();
  const rows: PolicyFigure[] = [];
  for (const [resources, judged] of runs) {
    const of = (pick: (run: Run) => number) => median(judged.map(pick));
    const row = {
      resources,
      judgeMs: of(({ pack }) => pack.judgeMs),
      judgeCpuMs: of(({ pack }) => pack.judgeCpuMs),
      emptyMs: of(({ empty }) => empty.judgeMs),
      emptyCpuMs: of(({ empty }) => empty.judgeCpuMs),
    };
    const above = rows.at(-1);
    const aboveMs = above === undefined ? 0 : rulesCpuMs(above);
    rows.push({
      ...row,
      rulesCpuUsPerResource: (rulesCpuMs(row) * 1000) / resources,
      growth: aboveMs <= 0 ? null : rulesCpuMs(row) / aboveMs,
    });
  }
  return {
    startMs: median(all.map(({ pack }) => pack.startMs)),
    startCpuMs: median(all.map(({ pack }) => pack.startCpuMs)),
    rows,
  };
}

/** The figures as Markdown. */
export function renderPolicyTable({ startMs, startCpuMs, rows }: PolicyFigures): string {
  return [
    `Start: ${ms(startMs)}, ${ms(startCpuMs)} of CPU time.`,
    "",
    "| resources | judged in | without rules | the rules | CPU time | without rules | the rules | for each | against the row above |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map((row) => {
      const clock = [row.judgeMs, row.emptyMs, row.judgeMs - row.emptyMs].map(ms);
      const cpu = [row.judgeCpuMs, row.emptyCpuMs, rulesCpuMs(row)].map(ms);
      const each = `${Math.round(row.rulesCpuUsPerResource)} µs`;
      const growth = row.growth === null ? "" : `${row.growth.toFixed(1)} ×`;
      return `| ${[row.resources, ...clock, ...cpu, each, growth].join(" | ")} |`;
    }),
  ].join("\n");
}

function rulesCpuMs({ judgeCpuMs, emptyCpuMs }: Pick<PolicyFigure, "judgeCpuMs" | "emptyCpuMs">): number {
  return judgeCpuMs - emptyCpuMs;
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}
