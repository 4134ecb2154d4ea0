import { METRICS_PORT } from "../agent/metrics/port.ts";
import { agentContainerName, serverName, type StackId } from "../model/names.ts";
import type { ObservabilitySpec, Server } from "../model/observability.ts";
import { prometheusSchema, type PrometheusSettings } from "../model/prometheus.ts";
import { sizeBytes } from "../model/size.ts";
import { renderAlertmanagerConfig, renderPrometheusConfig } from "./configs.ts";
import { JVM_RULES_FILE, renderJvmRules, renderRules, RULES_FILE } from "./render-rules.ts";
import { renderAppJobs } from "./scrape-apps.ts";

/** TCP port on which each of them listens in its container, as it does where nobody says otherwise. */
export const SERVER_PORTS: Readonly<Record<Server, number>> = { prometheus: 9090, alertmanager: 9093 };

/** Where each has its config, and where it keeps what it knows: folders of its image. */
export const SERVER_FOLDERS: Readonly<Record<Server, { config: string; data: string }>> = {
  prometheus: { config: "/etc/prometheus", data: "/prometheus" },
  alertmanager: { config: "/etc/alertmanager", data: "/alertmanager" },
};

const WEBHOOKS = { onCall: "on-call-url", team: "team-url" } as const;

/** Config of a Prometheus or an Alertmanager in a stack, by the names of the files, without the addresses of its webhooks. */
export function serverFiles(server: Server, id: StackId, spec: ObservabilitySpec): Record<string, string> {
  if (server === "prometheus") {
    const agent = `${agentContainerName(id)}:${METRICS_PORT}`;
    const alertmanager = `${serverName(id, "alertmanager")}:${SERVER_PORTS.alertmanager}`;
    const hasApps = Object.keys(spec.scrape).length > 0;
    const rules = [RULES_FILE, ...(hasApps ? [JVM_RULES_FILE] : [])];
    return {
      "prometheus.yaml": renderPrometheusConfig({ agent, alertmanager, rules, apps: renderAppJobs(id, spec.scrape) }),
      [RULES_FILE]: renderRules(),
      ...(hasApps ? { [JVM_RULES_FILE]: renderJvmRules() } : {}),
    };
  }
  const { receivers } = spec;
  const webhook = (key: keyof typeof WEBHOOKS) =>
    receivers[key] === undefined ? undefined : `url_file: ${SERVER_FOLDERS.alertmanager.config}/${WEBHOOKS[key]}`;
  return {
    "alertmanager.yaml": renderAlertmanagerConfig({ onCall: webhook("onCall"), team: webhook("team") }),
  };
}

/** By the name of the file that holds it, the secret that is the address of a webhook of Alertmanager's. */
export function webhookFiles({ receivers }: ObservabilitySpec): Record<string, string> {
  const files = (["onCall", "team"] as const).flatMap((key) => {
    const receiver = receivers[key];
    return receiver === undefined ? [] : [[WEBHOOKS[key], receiver.urlSecretName] as const];
  });
  return Object.fromEntries(files);
}

/** What each is started with. Alertmanager is alone: it opens no port for others of its kind. */
export function serverCommand(server: Server, { retention }: ObservabilitySpec): string[] {
  const { config, data } = SERVER_FOLDERS[server];
  const file = `--config.file=${config}/${server}.yaml`;
  if (server === "alertmanager") return [file, `--storage.path=${data}`, "--cluster.listen-address="];
  return [
    ...[file, `--storage.tsdb.path=${data}`],
    `--storage.tsdb.retention.time=${retention.days}d`,
    `--storage.tsdb.retention.size=${sizeBytes(retention.size)}B`,
  ];
}

/** Where the agent reaches the Prometheus of the environment's own, as it asks any other; undefined where there is none. */
export function ownPrometheus(id: StackId, { prometheus }: ObservabilitySpec): PrometheusSettings | undefined {
  if (!prometheus) return undefined;
  return prometheusSchema.parse({ url: `http://${serverName(id, "prometheus")}:${SERVER_PORTS.prometheus}` });
}
