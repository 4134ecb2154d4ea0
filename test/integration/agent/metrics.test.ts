import { describe, expect, it } from "vitest";
import { renderMetrics } from "../../../agent/metrics/render-metrics.ts";
import { askChecker } from "../../support/prometheus.ts";
import { CANARY, IDLE_SERVICE, NOTHING_SEEN } from "../../unit/agent/metrics/snapshots.ts";

const check = (input: string) => askChecker("promtool", ["check", "metrics"], { input });

describe("Prometheus' own checker", () => {
  it.each([
    ["a canary in progress", CANARY],
    ["an agent that has seen nothing", NOTHING_SEEN],
    [
      "names with quotes, backslashes and line ends",
      {
        ...CANARY,
        certificates: { 'a"b\\c\nd': 1 },
        services: { shop: { ...IDLE_SERVICE, guard: { 'rate(x{a="b"}[5m])\n> 1': "pass" as const } } },
      },
    ],
  ])("has nothing against the metrics of %s", (_, snapshot) => {
    expect(check(renderMetrics(snapshot))).toEqual({ exitCode: 0, said: "" });
  });

  it("would say what is wrong with them", () => {
    const { exitCode, said } = check(renderMetrics(CANARY).replaceAll("_total", "_sum_of"));
    expect(exitCode).not.toBe(0);
    expect(said).toContain('counter metrics should have "_total" suffix');
  });
});
