import type { Metric } from "./metrics.ts";

/** One line of a metric. */
export interface Sample {
  labels: Readonly<Record<string, string>>;
  value: number;
  /** What follows the metric's name, in a histogram. */
  suffix?: "_bucket" | "_count";
}

/**
 * A metric in Prometheus' text format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats): nothing where it has no
 * sample. Labels stand in the order they are given in.
 */
export function renderFamily({ name, type, help }: Metric, samples: readonly Sample[]): string {
  if (samples.length === 0) return "";
  const lines = samples.map(
    ({ labels, value, suffix = "" }) => `${name}${suffix}${renderLabels(labels)} ${number(value)}`,
  );
  return [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
}

function renderLabels(labels: Sample["labels"]): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeValue(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** Infinity is `+Inf` there; everything else, NaN included, is written as JavaScript does. */
function number(value: number): string {
  return String(value).replace(/^(-?)Infinity$/, (_, sign: string) => `${sign || "+"}Inf`);
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function escapeValue(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
