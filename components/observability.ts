import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { nameOn } from "../model/hosts.ts";
import { alertingNetworkName } from "../model/names.ts";
import { observabilitySchema, type ObservabilityInput } from "../model/observability.ts";
import { parseAll } from "../model/problems.ts";
import { serverFiles, webhookFiles } from "../observability/server-files.ts";
import type { Agent } from "./agent.ts";
import type { Edge } from "./edge.ts";
import type { Environment } from "./environment.ts";
import { environmentLabels, LASTING_INPUTS } from "./labels.ts";
import { createMonitoringServer } from "./monitoring-server.ts";
import { namedSecrets } from "./named-secrets.ts";
import type { SecretValues } from "./secret-volume.ts";
import { sharedName } from "./shared-name.ts";

export interface ObservabilityArgs extends Omit<ObservabilityInput, "prometheus"> {
  environment: Environment;
  edge: Edge;
  /** Whose figures are scraped. */
  agent: Agent;
  /** Values of the secrets that its receivers name. */
  secrets?: SecretValues | undefined;
}

/**
 * A Prometheus on each host that scrapes the agent there and keeps what it was told, with an Alertmanager that tells people. Both can be
 * reached on loopback alone, and Alertmanager by no app: it is in a network that only the two of them have.
 */
export class Observability extends pulumi.ComponentResource {
  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    const { environment, edge, agent, secrets = {}, ...input } = args;
    const spec = parseAll(observabilitySchema, { ...input, prometheus: true }, { path: "observability" });
    super("tidegate:index:Observability", name, spec, opts); // policies judge what is declared
    const { id } = environment;
    const place = "observability.receivers";
    const named = Object.entries(webhookFiles(spec)).map(([file, secret]) => ({ place, secret, file }));
    const webhooks = namedSecrets(named, secrets);
    const networks = createNetworks(`${name}-alerting`, environment, this);
    const alerting = alertingNetworkName(id);
    createMonitoringServer(
      `${name}-alertmanager`,
      {
        ...{ environment, spec, server: "alertmanager" },
        files: { ...serverFiles("alertmanager", id, spec), ...webhooks },
        ...{ network: sharedName(alerting, networks), attach: [], after: [edge] },
      },
      this,
    );
    createMonitoringServer(
      `${name}-prometheus`,
      {
        ...{ environment, spec, server: "prometheus" },
        files: serverFiles("prometheus", id, spec),
        ...{ network: edge.network, attach: [alerting], after: [agent, ...networks] },
      },
      this,
    );
    this.registerOutputs({});
  }
}

function createNetworks(name: string, environment: Environment, parent: pulumi.Resource): docker.Network[] {
  const labels = environmentLabels(environment, "network");
  return environment.hosts.map(
    (host) =>
      new docker.Network(
        nameOn(environment.hosts, host, name),
        { name: alertingNetworkName(environment.id), driver: "bridge", labels },
        { parent, provider: host.provider, ignoreChanges: [...LASTING_INPUTS, "ipamConfigs", "options"] },
      ),
  );
}
