import { median } from "../median.ts";
import type { Phases } from "./phases.ts";

/** What the releases of one way took, in milliseconds, and what they lost. */
export interface ReleaseFigures {
  name: string;
  releases: number;
  requests: number;
  lost: number;
  /** Median, from the command to the first answer of the new build. */
  seenMs: number;
  /** Median of the whole command. */
  elapsedMs: number;
  /** Medians; null where the way does not tell. */
  phases: Phases | null;
}

const NAMES = {
  start: "until anything is touched",
  containers: "containers and proxy",
  cutover: "gate, smoke, switch",
  after: "after the switch",
} as const satisfies Record<keyof Phases, string>;

export function medianPhases(all: readonly Phases[]): Phases | null {
  if (all.length === 0) return null;
  const of = (name: keyof Phases) => median(all.map((phases) => phases[name]));
  return { start: of("start"), containers: of("containers"), cutover: of("cutover"), after: of("after") };
}

/** Markdown; the last column compares with the last row. */
export function renderReleaseTable(figures: readonly ReleaseFigures[]): string {
  const base = figures.at(-1)?.seenMs ?? Number.NaN;
  const head = [
    "way to release",
    "releases",
    "requests",
    "lost",
    "new build answers after",
    "ratio",
    "command ends after",
  ];
  const columns = [...head, ...Object.values(NAMES)];
  return [
    `| ${columns.join(" | ")} |`,
    `| ${columns.map(() => "---").join(" | ")} |`,
    ...figures.map((figure) => `| ${cells(figure, base).join(" | ")} |`),
  ].join("\n");
}

function cells({ name, releases, requests, lost, seenMs, elapsedMs, phases }: ReleaseFigures, base: number): string[] {
  const ms = (value: number) => `${Math.round(value)} ms`;
  const cut = Object.keys(NAMES).map((key) => (phases === null ? "" : ms(phases[key as keyof Phases]))); // its own keys
  const ratio = `${(seenMs / base).toFixed(1)} ×`;
  return [name, String(releases), String(requests), String(lost), ms(seenMs), ratio, ms(elapsedMs), ...cut];
}
