import { METRICS_PORT } from "../agent/metrics/port.ts";
import { JVM_RULES_FILE, RULES_FILE } from "./render-rules.ts";
import { SCRAPE_JOB } from "./scrape-job.ts";

/** For a Prometheus of the user's own. */
export const PROMETHEUS_CONFIG = `# For a Prometheus of your own: take over the parts that it has not.
${renderPrometheusConfig({
  agent: `127.0.0.1:${METRICS_PORT}`,
  alertmanager: "127.0.0.1:9093",
  rules: [RULES_FILE, `${JVM_RULES_FILE} # leave it out where no JVM is scraped`],
})}`;

/** For an Alertmanager of the user's own. */
export const ALERTMANAGER_CONFIG = `# For an Alertmanager of your own: put in your own receivers.
${renderAlertmanagerConfig({ onCall: "url: http://127.0.0.1:9000/on-call", team: "url: http://127.0.0.1:9000/team" })}`;

export interface PrometheusConfig {
  /** Address of the agent, and of the Alertmanager that is told what fires. */
  agent: string;
  alertmanager: string;
  /** Files beside the config. */
  rules: readonly string[];
  /** Jobs that scrape apps, in YAML; none when left out. */
  apps?: string;
}

/** A config for Prometheus that scrapes an agent, takes the rules beside it, and sends what fires to an Alertmanager. */
export function renderPrometheusConfig({ apps = "", ...of }: PrometheusConfig): string {
  return `global:
  scrape_interval: 15s
  evaluation_interval: 15s

rule_files:
${of.rules.map((file) => `  - ${file}`).join("\n")}

alerting:
  alertmanagers:
    - static_configs:
        - targets: [${of.alertmanager}]

scrape_configs:
  - job_name: ${SCRAPE_JOB} # the rules ask for this name
    static_configs:
      - targets: [${of.agent}] # one agent for each environment and host
${apps}`;
}

/** A routing tree for Alertmanager by the labels that the rules set. Each receiver is told by a webhook, or by none. */
export function renderAlertmanagerConfig(webhooks: Readonly<Record<"onCall" | "team", string | undefined>>): string {
  const receiver = (name: string, webhook: string | undefined) =>
    `  - name: ${name}${webhook === undefined ? "" : `\n    webhook_configs:\n      - ${webhook}`}`;
  return `route:
  receiver: team
  group_by: [project, stack, service]
  group_wait: 10s
  group_interval: 1m
  repeat_interval: 4h
  routes:
    - receiver: on-call # at any hour
      matchers: [severity = critical]
      repeat_interval: 30m
    - receiver: team
      matchers: [severity = warning]
      mute_time_intervals: [nights-and-weekends]

receivers:
${receiver("on-call", webhooks.onCall)}
${receiver("team", webhooks.team)}

inhibit_rules:
  # What serves badly needs no second word for being slow.
  - source_matchers: [alertname = TidegateErrorRatioHigh]
    target_matchers: [alertname = TidegateAnswersSlow]
    equal: [project, stack, service, color]
  # An edge that does not answer has no news of its ledger.
  - source_matchers: [alertname = TidegateEdgeUnreachable]
    target_matchers: [alertname =~ "TidegateLedger.*"]
    equal: [project, stack]

time_intervals:
  - name: nights-and-weekends
    time_intervals:
      - times: # in UTC
          - { start_time: "00:00", end_time: "07:00" }
          - { start_time: "19:00", end_time: "24:00" }
      - weekdays: [saturday, sunday]
`;
}
