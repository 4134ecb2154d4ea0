import { describe, expect, it } from "vitest";
import { METRICS } from "../../../../agent/metrics/metrics.ts";
import { renderMetrics } from "../../../../agent/metrics/render-metrics.ts";
import { CANARY, NOTHING_SEEN } from "./snapshots.ts";

const lines = renderMetrics(CANARY).split("\n");
const seriesOf = (name: string) => lines.filter((line) => line.startsWith(`${name}{`));

describe("what an agent tells Prometheus", () => {
  it("is all it knows of a canary", async () => {
    await expect(renderMetrics(CANARY)).toMatchFileSnapshot("canary.golden.prom");
  });

  it("is only that it is there before its first round", () => {
    const names = [...renderMetrics(NOTHING_SEEN).matchAll(/^(\w+)\{/gm)].map(([, name]) => name);
    expect(names).toEqual([METRICS.edgeUp.name, METRICS.agent.name]);
  });

  it.each(Object.values(METRICS))("has $name with the labels it says, and those of the stack", ({ name, labels }) => {
    const series = lines.filter((line) => line.replace(/_(?:bucket|count)\{/, "{").startsWith(`${name}{`));
    expect(series.length).toBeGreaterThan(0);
    for (const line of series) {
      const found = [...line.matchAll(/(\w+)="/g)].map(([, label]) => label).filter((label) => label !== "le");
      expect(found).toEqual(["project", "stack", ...labels]);
    }
  });

  it("says nothing of the counts and versions that there are not", () => {
    expect(seriesOf(METRICS.requests.name).some((line) => line.includes('service="pay"'))).toBe(false);
    expect(seriesOf(METRICS.release.name)).toHaveLength(2);
  });
});

describe("the histogram", () => {
  const buckets = seriesOf(`${METRICS.answerDuration.name}_bucket`).filter((line) => line.includes('color="blue"'));

  it("counts in each bucket all answers below its bound in seconds", () => {
    const shown = buckets.map((line) => /le="(.*)"\} (\d+)$/.exec(line)?.slice(1).join(" "));
    expect(shown).toEqual([
      ...["0.001 100", "0.0025 400", "0.005 1300", "0.01 1800", "0.025 1890", "0.05 1895", "0.1 1897", "0.25 1898"],
      ...["0.5 1898", "1 1898", "2.5 1898", "5 1898", "10 1898", "30 1898", "+Inf 1899"],
    ]);
  });

  it("counts as many answers as its last bucket holds", () => {
    expect(seriesOf(`${METRICS.answerDuration.name}_count`)[0]).toMatch(/ 1899$/);
  });
});
