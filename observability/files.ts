import { ALERTMANAGER_CONFIG, PROMETHEUS_CONFIG } from "./configs.ts";
import { renderDashboard } from "./dashboard/render-dashboard.ts";
import { JVM_RULES_FILE, renderJvmRules, renderRules, RULES_FILE } from "./render-rules.ts";

/** Files for a Prometheus, an Alertmanager and a Grafana of the user's own; those that name another lie beside it. */
export const OBSERVABILITY_FILES: readonly { name: string; what: string; render: () => string }[] = [
  { name: "prometheus.yaml", what: "a config for Prometheus that scrapes an agent", render: () => PROMETHEUS_CONFIG },
  { name: RULES_FILE, what: "recording rules and alerts", render: renderRules },
  { name: JVM_RULES_FILE, what: "alerts for JVMs", render: renderJvmRules },
  { name: "alertmanager.yaml", what: "routes for Alertmanager", render: () => ALERTMANAGER_CONFIG },
  { name: "tidegate-dashboard.json", what: "a dashboard for Grafana", render: renderDashboard },
];
