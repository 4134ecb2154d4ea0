import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { METRICS_PORT } from "../agent/metrics/port.ts";
import { missingImage } from "../edge/missing-image.ts";
import { AGENT_CONFIG_VARIABLE, type AgentConfig } from "../model/agent-config.ts";
import { AGENT_FOLDER } from "../model/agent-folder.ts";
import { AGENT_IMAGE, AGENT_USER } from "../model/agent-image.ts";
import { agentSchema, type AgentInput, type AgentSpec } from "../model/agent.ts";
import { messageOn, nameOn } from "../model/hosts.ts";
import { agentContainerName, SECRETS_DIR } from "../model/names.ts";
import { notifySchema, type NotifyInput } from "../model/notify.ts";
import { parseAll } from "../model/problems.ts";
import { prometheusSchema, type PrometheusInput } from "../model/prometheus.ts";
import { canonicalJson } from "../model/release.ts";
import { agentSecretValues, createAgentSecrets } from "./agent-secrets.ts";
import type { Edge } from "./edge.ts";
import type { Environment, EnvironmentHost } from "./environment.ts";
import { CONTAINER_REPLACEMENT, hardenedContainer } from "./hardened-container.ts";
import { environmentLabels } from "./labels.ts";
import { createProcessLimit } from "./process-limit.ts";
import { publishedPort } from "./published-ports.ts";
import type { SecretFiles } from "./secret-files.ts";
import type { SecretValues } from "./secret-volume.ts";

export interface AgentArgs extends Pick<AgentInput, "image" | "metrics"> {
  environment: Environment;
  /** The edge that it watches, one on each host. */
  edge: Edge;
  /** Whom it tells what happens to releases. Default: nobody. */
  notify?: NotifyInput | undefined;
  /** Whom it asks the PromQL rules of guards. Default: nobody, so that these stay inconclusive. */
  prometheus?: PrometheusInput | undefined;
  /** Values of the secrets that its channels and its Prometheus name. */
  secrets?: SecretValues | undefined;
}

/** It ends at once; what it was about to do is in the edge's record. */
const STOP_SECONDS = 10;
const MEMORY_MIB = 256;
const CPUS = 0.5;
const PROCESSES = 100;

/**
 * What watches an environment day and night, one container on each of its hosts: it carries out what is declared after the run that
 * declared it has ended. It has no engine, publishes no port unless `metrics` says where, and shares with the edge one volume, in which the
 * edge answers it. What its channels are sent with, and what it signs in to Prometheus with, lies in a volume of its own.
 */
export class Agent extends pulumi.ComponentResource {
  constructor(name: string, args: AgentArgs, opts?: pulumi.ComponentResourceOptions) {
    const { environment, edge, secrets = {}, notify: told, prometheus: asked, ...input } = args;
    const spec = parseAll(agentSchema, input, { path: "agent" });
    const notify = told === undefined ? undefined : parseAll(notifySchema, told, { path: "agent.notify" });
    const prometheus =
      asked === undefined ? undefined : parseAll(prometheusSchema, asked, { path: "agent.prometheus" });
    const settings = {
      ...(notify === undefined ? {} : { notify }),
      ...(prometheus === undefined ? {} : { prometheus }),
    };
    const values = agentSecretValues(settings, secrets);
    super("tidegate:index:Agent", name, { ...spec, ...settings }, opts); // policies judge what is declared
    const { hosts } = environment.observed;
    for (const host of spec.image === undefined ? hosts.filter(({ hasAgentImage }) => hasAgentImage === false) : []) {
      void pulumi.log.warn(messageOn(hosts, host, missingImage("agent", AGENT_IMAGE, environment.id)), this);
    }
    const secretFiles = createAgentSecrets(name, { environment, edge, values }, this);
    for (const host of environment.hosts) {
      createOnHost(name, host, { environment, edge, spec, settings, secretFiles }, this);
    }
    this.registerOutputs({});
  }
}

interface Shared {
  environment: Environment;
  edge: Edge;
  spec: AgentSpec;
  settings: Pick<AgentConfig, "notify" | "prometheus">;
  secretFiles: SecretFiles | undefined;
}

function createOnHost(
  name: string,
  host: EnvironmentHost,
  { environment, edge, spec, settings, secretFiles }: Shared,
  parent: pulumi.Resource,
): void {
  const { id, hosts } = environment;
  const own = nameOn(hosts, host, name);
  const inDocker = { parent, provider: host.provider };
  const config: AgentConfig = { ...id, host: host.name, ...settings };

  const image = new docker.RemoteImage(own, { name: spec.image ?? AGENT_IMAGE, keepLocally: true }, inDocker);
  const container = new docker.Container(
    own,
    {
      ...hardenedContainer({
        name: agentContainerName(id),
        image: image.imageId,
        network: edge.network,
        labels: environmentLabels(environment, "agent", { pids: String(PROCESSES) }),
        user: AGENT_USER,
        graceSeconds: STOP_SECONDS,
        memoryMib: MEMORY_MIB,
        cpus: CPUS,
        writable: [],
      }),
      envs: [`${AGENT_CONFIG_VARIABLE}=${canonicalJson(config)}`],
      mounts: [
        { type: "volume", source: edge.agentVolume, target: AGENT_FOLDER, readOnly: false },
        ...(secretFiles === undefined
          ? []
          : [{ type: "volume", source: secretFiles.volume, target: SECRETS_DIR, readOnly: true }]),
      ],
      ...(spec.metrics === undefined ? {} : { ports: [publishedPort(spec.metrics, METRICS_PORT)] }),
    },
    { ...inDocker, ...CONTAINER_REPLACEMENT, dependsOn: secretFiles === undefined ? [] : [secretFiles] },
  );
  const limit = { environment, host, containers: [container.id], pids: PROCESSES };
  createProcessLimit(nameOn(hosts, host, `${name}-limits`), limit, parent);
}
