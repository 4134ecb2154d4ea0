import * as command from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { baseHash } from "../edge/config-hash.ts";
import { edgeHash } from "../edge/edge-hash.ts";
import { nextCounter } from "../edge/next-counter.ts";
import { edgeNotices, edgeProblems, isEdgeInUse } from "../edge/edge-problems.ts";
import { haproxy } from "../edge/haproxy/index.ts";
import type { BasePart } from "../edge/tasks.ts";
import { AGENT_FOLDER } from "../model/agent-folder.ts";
import { EDGE_IMAGE, EDGE_USER } from "../model/edge-image.ts";
import { ProblemsError } from "../model/errors.ts";
import { nameOn } from "../model/hosts.ts";
import {
  agentVolumeName,
  edgeContainerName,
  edgeVolumeName,
  ledgerVolumeName,
  MTU_OPTION,
  networkName,
} from "../model/names.ts";
import { gatewayOf, type NetworkSpec } from "../model/network.ts";
import { parseAll } from "../model/problems.ts";
import { canonicalJson } from "../model/release.ts";
import { edgeSchema, type EdgeInput, type EdgeSpec } from "../model/stack-config.ts";
import { controlCommand, controlEnvironment } from "./control-command.ts";
import type { Environment, EnvironmentHost } from "./environment.ts";
import { hardenedContainer, CONTAINER_REPLACEMENT, REPLACING_INPUTS } from "./hardened-container.ts";
import { environmentLabels, LASTING_INPUTS, lastingLabels } from "./labels.ts";
import { publishedPorts } from "./published-ports.ts";
import { createProcessLimit } from "./process-limit.ts";
import { sharedName } from "./shared-name.ts";

export interface EdgeArgs extends EdgeInput {
  environment: Environment;
  /** TLS certificates with chain and private key in PEM, by a name of your choice; needed by `https`. */
  certificates?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Let a change of ports or image replace the container, which interrupts all traffic for a moment. Default: false. */
  allowEdgeReplace?: boolean;
}

/** Beyond what requests in flight need: HAProxy ends by itself once the last is done. */
const STOP_SECONDS = 15;
const MEMORY_MIB = 512;
const PROCESSES = 500;

/**
 * The proxy in front of all services of a stack, one per stack and host: its network, its volume, its container, and the
 * base part of its config. It is the only thing of an environment that publishes ports. What it writes down of the traffic lies on
 * a volume of its own, which stays when the stack is removed.
 */
export class Edge extends pulumi.ComponentResource {
  /** Name of the network that replicas join, the same on every host. */
  readonly network: pulumi.Output<string>;
  /** Name of the volume that it shares with the agent, the same on every host. */
  readonly agentVolume: pulumi.Output<string>;
  /** Where it listens, parsed and defaulted. */
  readonly spec: EdgeSpec;

  constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    const { environment, certificates = {}, allowEdgeReplace = false, ...input } = args;
    const spec = parseAll(edgeSchema, input, { path: "edge" });
    const hash = edgeHash(spec);
    const problems = edgeProblems(hash, allowEdgeReplace, environment.observed);
    if (problems.length > 0) throw new ProblemsError(problems);
    super("tidegate:index:Edge", name, { ...spec, allowEdgeReplace }, opts); // policies judge what is declared
    this.spec = spec;
    for (const notice of edgeNotices(spec.image, environment.observed)) void pulumi.log.warn(notice, this);
    const made = environment.hosts.map((host) =>
      createOnHost(name, host, { environment, spec, hash, certificates, allowEdgeReplace }, this),
    );
    const { id } = environment;
    this.network = sharedName(
      networkName(id),
      made.map(({ network }) => network),
    );
    this.agentVolume = sharedName(
      agentVolumeName(id),
      made.map(({ shared }) => shared),
    );
    this.registerOutputs({ network: this.network });
  }
}

interface Shared {
  environment: Environment;
  spec: EdgeSpec;
  /** See {@link edgeHash}. */
  hash: string;
  certificates: Readonly<Record<string, pulumi.Input<string>>>;
  allowEdgeReplace: boolean;
}

interface MadeOnHost {
  network: docker.Network;
  /** The volume for the agent. */
  shared: docker.Volume;
}

/** Registers all that an edge is on one host. */
function createOnHost(
  name: string,
  host: EnvironmentHost,
  { environment, spec, hash, certificates, allowEdgeReplace }: Shared,
  parent: pulumi.Resource,
): MadeOnHost {
  const { id, hosts } = environment;
  const own = nameOn(hosts, host, name);
  const inDocker = { parent, provider: host.provider };
  const isPinned = isEdgeInUse(host.observed) && !allowEdgeReplace;

  const network = new docker.Network(
    own,
    {
      ...{ name: networkName(id), driver: "bridge", labels: environmentLabels(environment, "network") },
      ...describeNetwork(environment.network),
    },
    { ...inDocker, ignoreChanges: [...LASTING_INPUTS, "ipamConfigs", "options"] },
  );
  const volume = new docker.Volume(
    own,
    { name: edgeVolumeName(id), labels: environmentLabels(environment, "volume") },
    { ...inDocker, ignoreChanges: LASTING_INPUTS },
  );
  const shared = new docker.Volume(
    nameOn(hosts, host, `${name}-agent`),
    { name: agentVolumeName(id), labels: environmentLabels(environment, "agent") },
    { ...inDocker, ignoreChanges: LASTING_INPUTS },
  );
  const ledger = new docker.Volume(
    nameOn(hosts, host, `${name}-ledger`),
    { name: ledgerVolumeName(id), labels: lastingLabels(environment, "volume") },
    { ...inDocker, retainOnDelete: true, ignoreChanges: LASTING_INPUTS },
  );
  const image = new docker.RemoteImage(own, { name: spec.image ?? EDGE_IMAGE, keepLocally: true }, inDocker);
  const container = new docker.Container(
    own,
    {
      ...hardenedContainer({
        name: edgeContainerName(id),
        image: image.imageId,
        network: network.name,
        labels: environmentLabels(environment, "edge", { edge: hash, pids: String(PROCESSES) }),
        user: EDGE_USER,
        graceSeconds: STOP_SECONDS,
        memoryMib: MEMORY_MIB,
        writable: ["/run/tidegate"],
      }),
      // Without it Docker asks the host's own DNS for every slot that has no container, five times a second.
      dnsOpts: ["ndots:1"],
      ports: publishedPorts(spec),
      mounts: [
        { type: "volume", source: volume.name, target: "/var/lib/tidegate", readOnly: false },
        { type: "volume", source: ledger.name, target: "/var/lib/tidegate-ledger", readOnly: false },
        { type: "volume", source: shared.name, target: AGENT_FOLDER, readOnly: false },
      ],
    },
    { ...inDocker, ...CONTAINER_REPLACEMENT, ignoreChanges: isPinned ? REPLACING_INPUTS : [] },
  );
  const limit = { environment, host, containers: [container.id], pids: PROCESSES };
  createProcessLimit(nameOn(hosts, host, `${name}-limits`), limit, parent);
  createBase(nameOn(hosts, host, `${name}-base`), environment, host, describeBase(spec), certificates, {
    parent,
    dependsOn: container,
  });
  return { network, shared };
}

/** Left out, both are the engine's choice. The gateway is named, because an engine that chooses it may report it or not. */
function describeNetwork({ subnet, mtu }: NetworkSpec): Pick<docker.NetworkArgs, "ipamConfigs" | "options"> {
  return {
    ...(subnet === undefined ? {} : { ipamConfigs: [{ subnet, gateway: gatewayOf(subnet) }] }),
    ...(mtu === undefined ? {} : { options: { [MTU_OPTION]: String(mtu) } }),
  };
}

function describeBase({ https, accessLog, trustedProxies, clientIpHeader, proxyProtocol, traces }: EdgeSpec): BasePart {
  return { https: https !== undefined, accessLog, trustedProxies, clientIpHeader, proxyProtocol, traces };
}

/** Registers the part of the proxy's config that belongs to no service: global, listeners, certificates. */
function createBase(
  name: string,
  environment: Environment,
  host: EnvironmentHost,
  base: BasePart,
  certificates: Readonly<Record<string, pulumi.Input<string>>>,
  opts: pulumi.CustomResourceOptions,
): void {
  const config = haproxy.renderBase(base);
  const counter = nextCounter(host.observed.edge?.base, baseHash(base, config), environment.observed);
  new command.local.Command(
    name,
    {
      create: controlCommand("base"),
      update: controlCommand("base"),
      environment: {
        ...controlEnvironment(environment, host),
        TIDEGATE_BASE: canonicalJson(base),
        TIDEGATE_CONFIG: config,
        TIDEGATE_COUNTER: String(counter),
      },
      stdin: pulumi.secret(pulumi.all(certificates).apply(canonicalJson)),
      logging: "stderr",
    },
    opts,
  );
}
