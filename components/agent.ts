import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { missingImage } from "../edge/missing-image.ts";
import { AGENT_CONFIG_VARIABLE, type AgentConfig } from "../model/agent-config.ts";
import { AGENT_FOLDER } from "../model/agent-folder.ts";
import { AGENT_IMAGE, AGENT_USER } from "../model/agent-image.ts";
import { agentSchema, type AgentInput, type AgentSpec } from "../model/agent.ts";
import { messageOn, nameOn } from "../model/hosts.ts";
import { agentContainerName } from "../model/names.ts";
import { parseAll } from "../model/problems.ts";
import { canonicalJson } from "../model/release.ts";
import type { Edge } from "./edge.ts";
import type { Environment, EnvironmentHost } from "./environment.ts";
import { CONTAINER_REPLACEMENT, hardenedContainer } from "./hardened-container.ts";
import { environmentLabels } from "./labels.ts";
import { createProcessLimit } from "./process-limit.ts";

export interface AgentArgs extends Pick<AgentInput, "image"> {
  environment: Environment;
  /** The edge that it watches, one on each host. */
  edge: Edge;
}

/** It ends at once; what it was about to do is in the edge's record. */
const STOP_SECONDS = 10;
const MEMORY_MIB = 256;
const CPUS = 0.5;
const PROCESSES = 100;

/**
 * What watches an environment day and night, one container on each of its hosts: it carries out what is declared after the run that
 * declared it has ended. It has no engine and no ports, and shares with the edge one volume, in which the edge answers it.
 */
export class Agent extends pulumi.ComponentResource {
  constructor(name: string, args: AgentArgs, opts?: pulumi.ComponentResourceOptions) {
    const { environment, edge, ...input } = args;
    const spec = parseAll(agentSchema, input, { path: "agent" });
    super("tidegate:index:Agent", name, { ...spec }, opts); // policies judge what is declared
    const { hosts } = environment.observed;
    for (const host of spec.image === undefined ? hosts.filter(({ hasAgentImage }) => hasAgentImage === false) : []) {
      void pulumi.log.warn(messageOn(hosts, host, missingImage("agent", AGENT_IMAGE, environment.id)), this);
    }
    for (const host of environment.hosts) createOnHost(name, host, { environment, edge, spec }, this);
    this.registerOutputs({});
  }
}

interface Shared {
  environment: Environment;
  edge: Edge;
  spec: AgentSpec;
}

function createOnHost(
  name: string,
  host: EnvironmentHost,
  { environment, edge, spec }: Shared,
  parent: pulumi.Resource,
): void {
  const { id, hosts } = environment;
  const own = nameOn(hosts, host, name);
  const inDocker = { parent, provider: host.provider };
  const config: AgentConfig = { ...id, host: host.name };

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
      mounts: [{ type: "volume", source: edge.agentVolume, target: AGENT_FOLDER, readOnly: false }],
    },
    { ...inDocker, ...CONTAINER_REPLACEMENT },
  );
  const limit = { environment, host, containers: [container.id], pids: PROCESSES };
  createProcessLimit(nameOn(hosts, host, `${name}-limits`), limit, parent);
}
