import { stringify } from "yaml";
import { ALERTS } from "./alerts.ts";
import { JVM_ALERTS } from "./jvm-alerts.ts";
import { RECORDINGS } from "./recordings.ts";
import type { Alert, Recording, RuleGroup } from "./rule.ts";

/** Names of the two files. */
export const RULES_FILE = "tidegate-rules.yaml";
export const JVM_RULES_FILE = "jvm-rules.yaml";

/** The file of rules for what agents export. */
export function renderRules(): string {
  return renderGroups([
    { name: "tidegate-recordings", rules: Object.values(RECORDINGS) },
    { name: "tidegate-alerts", rules: ALERTS },
  ]);
}

/** The file of rules for JVMs. */
export function renderJvmRules(): string {
  return renderGroups([{ name: "tidegate-jvm", rules: JVM_ALERTS }]);
}

/** As Prometheus reads them (prometheus.io/docs/prometheus/latest/configuration/recording_rules). */
export function renderGroups(groups: readonly RuleGroup[]): string {
  return stringify(
    { groups: groups.map(({ name, rules }) => ({ name, rules: rules.map(renderRule) })) },
    { lineWidth: 0 },
  );
}

function renderRule(rule: Recording | Alert): object {
  if ("record" in rule) return { record: rule.record, expr: rule.expr };
  const { alert, expr, severity, summary, description } = rule;
  return { alert, expr, for: rule.for, labels: { severity }, annotations: { summary, description } };
}
