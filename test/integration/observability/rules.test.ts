import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { ALERTS } from "../../../observability/alerts.ts";
import { JVM_ALERTS } from "../../../observability/jvm-alerts.ts";
import { OBSERVABILITY_FILES } from "../../../observability/files.ts";
import { askChecker } from "../../support/prometheus.ts";
import { ALERT_CASES, type AlertCase } from "./alert-cases.ts";

const ALL = [...ALERTS, ...JVM_ALERTS];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-rules-"));
  for (const { name, render } of OBSERVABILITY_FILES) writeFileSync(join(folder, name), render());
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("Prometheus' own checkers", () => {
  it("take the config with its rules", () => {
    const { exitCode, said } = askChecker("promtool", ["check", "config", "--lint-fatal", "prometheus.yaml"], {
      cwd: folder,
    });
    expect(exitCode, said).toBe(0);
    expect(said).toContain("2 rule files found");
  });

  it("take the routes, which send what is critical to those on call", () => {
    const checked = askChecker("amtool", ["check-config", "alertmanager.yaml"], { cwd: folder });
    expect(checked.exitCode, checked.said).toBe(0);
    const routeOf = (severity: string) =>
      askChecker("amtool", ["config", "routes", "test", "--config.file=alertmanager.yaml", `severity=${severity}`], {
        cwd: folder,
      }).said;
    expect(routeOf("critical")).toContain("on-call");
    expect(routeOf("warning")).toContain("team");
    expect(routeOf("warning")).not.toContain("on-call");
  });
});

describe("the alerts", () => {
  it("are each known to fire", () => {
    const fired = ALERT_CASES.filter(({ fires }) => fires !== undefined).map(({ alert }) => alert);
    expect([...new Set(fired)].toSorted()).toEqual(ALL.map(({ alert }) => alert).toSorted());
  });

  const cases = ALERT_CASES.map((one) => ({ ...one, how: one.fires === undefined ? "is silent" : "fires" }));
  it.each(cases)("$alert $how when $when", (one) => {
    const file = join(folder, "case.yaml");
    writeFileSync(file, stringify(promtoolTest(one)));
    const { exitCode, said } = askChecker("promtool", ["test", "rules", file]);
    expect(exitCode, said).toBe(0);
  });
});

/** As `promtool test rules` reads it (prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules). */
function promtoolTest({ alert, given, silentAt, fires }: AlertCase): object {
  const { severity, description } = ALL.find((one) => one.alert === alert) ?? { severity: "", description: "" };
  const firing = fires && {
    eval_time: `${fires.at}m`,
    alertname: alert,
    exp_alerts: [{ exp_labels: { ...fires.labels, severity }, exp_annotations: { summary: fires.says, description } }],
  };
  return {
    rule_files: ["tidegate-rules.yaml", "jvm-rules.yaml"],
    tests: [
      {
        interval: "1m",
        input_series: Object.entries(given).map(([series, values]) => ({ series, values })),
        alert_rule_test: [{ eval_time: `${silentAt}m`, alertname: alert, exp_alerts: [] }, ...(firing ? [firing] : [])],
      },
    ],
  };
}
