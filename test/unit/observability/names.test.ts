import { describe, expect, it } from "vitest";
import { METRICS } from "../../../agent/metrics/metrics.ts";
import { ALERTS } from "../../../observability/alerts.ts";
import { OBSERVABILITY_FILES } from "../../../observability/files.ts";
import { JVM_ALERTS } from "../../../observability/jvm-alerts.ts";
import { RECORDINGS } from "../../../observability/recordings.ts";

const EXPORTED: readonly string[] = Object.values(METRICS).flatMap(({ name, type }) =>
  type === "histogram" ? [`${name}_bucket`, `${name}_count`] : [name],
);
const RECORDED: readonly string[] = Object.values(RECORDINGS).map(({ record }) => record);
const JVM = [
  "jvm_memory_used_bytes",
  "jvm_memory_max_bytes",
  "jvm_gc_pause_seconds_sum",
  "jvm_gc_collection_seconds_sum",
];
/** Labels that Prometheus gives every target. */
const OF_TARGET = ["job", "instance"];

const namesIn = (text: string) =>
  [...text.matchAll(/\b(?:color:)?(?:tidegate|jvm)_\w+(?::\w+)?/g)].map(([name]) => name);

describe("rules and dashboard", () => {
  it.each(OBSERVABILITY_FILES)("$name asks for nothing that nobody exports", ({ render }) => {
    const known = [...EXPORTED, ...RECORDED, ...JVM];
    expect(namesIn(render()).filter((name) => !known.includes(name))).toEqual([]);
  });

  it("record only what an alert asks for, or what makes one", () => {
    const asked = [...ALERTS, ...Object.values(RECORDINGS)].map(({ expr }) => expr).join("\n");
    const shown = ["color:tidegate_requests:rate5m", "p50", "p99"]; // for dashboards of the user's own
    const idle = RECORDED.filter((name) => !asked.includes(name) && !shown.some((part) => name.includes(part)));
    expect(idle).toEqual([]);
  });

  it("has one file for each name", () => {
    const names = OBSERVABILITY_FILES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the words of an alert", () => {
  it.each([...ALERTS, ...JVM_ALERTS])(
    "of $alert name only labels that its series have",
    ({ summary, description, expr }) => {
      const metrics = Object.values(METRICS).filter(({ name }) => expr.includes(name));
      const labels = expr.includes("color:") ? ["service", "color"] : metrics.flatMap((metric) => [...metric.labels]);
      const known = [...labels, "project", "stack", ...OF_TARGET];
      const used = [...`${summary}${description}`.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
      expect(used.filter((label) => !known.includes(label ?? ""))).toEqual([]);
    },
  );
});
