import type Docker from "dockerode";
import { isNotFound, statusOf, unlessMissing } from "../docker/connect.ts";
import { colorSchema, type Color } from "../model/color.ts";
import { AGENT_IMAGE } from "../model/agent-image.ts";
import { EDGE_IMAGE } from "../model/edge-image.ts";
import { InputError } from "../model/errors.ts";
import {
  agentContainerName,
  edgeContainerName,
  edgeVolumeName,
  LABEL,
  MTU_OPTION,
  networkName,
  type StackId,
} from "../model/names.ts";
import type { ObservedEdge, ObservedHost, ObservedReplica, ObservedService } from "../model/observed.ts";
import { describeAgent } from "./describe-agent.ts";
import { haproxy } from "./haproxy/index.ts";
import type { EdgeMemory } from "./proxy.ts";
import { soleEnvironment } from "./sole-environment.ts";

/**
 * Looks at everything a stack has on one host: containers and labels, what the edge remembers, where its workers send
 * traffic. Changes nothing. Throws an InputError when the host cannot be reached, when something cannot be read, and when
 * things of two environments bear the stack's name.
 */
export async function observeHost(docker: Docker, id: StackId): Promise<Omit<ObservedHost, "name">> {
  const inspected = inspectOurs(docker, id);
  inspected.catch(() => undefined); // whether the engine answers at all is said first
  const engineId = await readEngineId(docker);
  const containers = await inspected;
  const named = (name: string) => containers.find(({ Name }) => Name === `/${name}`);
  const [edge, agent] = [named(edgeContainerName(id)), named(agentContainerName(id))];
  const replicas = containers.flatMap(replicaOf);
  const ownNetwork = unlessMissing(docker.getNetwork(networkName(id)).inspect());
  const ownVolume = unlessMissing(docker.getVolume(edgeVolumeName(id)).inspect());
  const hasImage = async (name: string) => (await unlessMissing(docker.getImage(name).inspect())) !== undefined;
  const [memory, environment, hasEdgeImage, hasAgentImage, network] = await Promise.all([
    haproxy.observe(docker, id, edge, containers[0]?.Image),
    readEnvironment(id, containers, [ownNetwork, ownVolume]),
    hasImage(EDGE_IMAGE),
    hasImage(AGENT_IMAGE),
    ownNetwork,
  ]);
  return {
    engineId,
    environment,
    edge: edge === undefined ? null : describeEdge(edge, memory),
    agent: agent === undefined ? null : describeAgent(agent, memory.agent),
    hasEdgeImage,
    hasAgentImage,
    network: network === undefined ? null : describeNetwork(network),
    services: describeServices(memory, replicas),
  };
}

async function readEngineId(docker: Docker): Promise<string> {
  try {
    const info: unknown = await docker.info();
    if (typeof info === "object" && info !== null && "ID" in info && typeof info.ID === "string") return info.ID;
  } catch (error) {
    if (statusOf(error) !== undefined) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `${error instanceof InputError ? said : `host: the Docker engine did not answer (${said}). Run again.`}\n` +
        "In a preview, `TIDEGATE_OBSERVED=status.json` (from `tidegate status --json`) can stand in for it.",
      { cause: error },
    );
  }
  throw new InputError("host: what answers there is no Docker engine. Correct `tidegate:host`.");
}

/** Every container that bears the stack's labels, running or not. */
async function inspectOurs(docker: Docker, id: StackId): Promise<Docker.ContainerInspectInfo[]> {
  const label = [`${LABEL.project}=${id.project}`, `${LABEL.stack}=${id.stack}`];
  const listed = await docker.listContainers({ all: true, filters: { label } });
  const found = await Promise.all(
    listed.map(async ({ Id }) => {
      try {
        return [await docker.getContainer(Id).inspect()];
      } catch (error) {
        if (isNotFound(error)) return []; // it went while we looked
        throw error;
      }
    }),
  );
  return found.flat();
}

/** The one environment id that containers, network and edge volume of this name carry. */
async function readEnvironment(
  id: StackId,
  containers: readonly Docker.ContainerInspectInfo[],
  named: readonly Promise<Docker.NetworkInspectInfo | Docker.VolumeInspectInfo | undefined>[],
): Promise<string | null> {
  const others = await Promise.all(named);
  const labels = [...containers.map(({ Config }) => Config.Labels), ...others.map((thing) => thing?.Labels)];
  return soleEnvironment(
    id,
    labels.flatMap((all) => all?.[LABEL.environment] ?? []),
  );
}

function describeEdge(edge: Docker.ContainerInspectInfo, memory: EdgeMemory): ObservedEdge {
  const bindings = Object.entries(
    edge.HostConfig.PortBindings as Record<string, { HostIp?: string; HostPort?: string }[]>,
  );
  return {
    id: edge.Id,
    hash: edge.Config.Labels[LABEL.edge] ?? "",
    state: edge.State.Status,
    ports: bindings
      .flatMap(([port, hosts]) => {
        const protocol = port.split("/")[1] ?? "tcp";
        return hosts.map(({ HostIp, HostPort }) => `${HostIp || "0.0.0.0"}:${HostPort ?? ""}/${protocol}`);
      })
      .toSorted(),
    workers: memory.workers.length,
    base: memory.base,
    ...(memory.ledger === undefined ? {} : { ledger: memory.ledger }),
  };
}

function describeNetwork({ IPAM, Options }: Docker.NetworkInspectInfo): NonNullable<ObservedHost["network"]> {
  const mtu = Options?.[MTU_OPTION];
  return {
    subnets: (IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []).toSorted(),
    mtu: mtu === undefined ? null : Number(mtu),
  };
}

function replicaOf(container: Docker.ContainerInspectInfo): { service: string; replica: ObservedReplica }[] {
  const labels = container.Config.Labels;
  const color = colorSchema.safeParse(labels[LABEL.color]);
  const service = labels[LABEL.service];
  if (labels[LABEL.role] !== "replica" || service === undefined || !color.success) return [];
  const replica: ObservedReplica = {
    name: container.Name.slice(1),
    id: container.Id,
    color: color.data,
    version: labels[LABEL.version] ?? "",
    release: labels[LABEL.release] ?? "",
    state: container.State.Status,
    exitCode: container.State.ExitCode,
    restarts: container.RestartCount,
  };
  return [{ service, replica }];
}

function describeServices(
  { records, workers }: EdgeMemory,
  replicas: readonly { service: string; replica: ObservedReplica }[],
): Record<string, ObservedService> {
  const names = [
    ...records.map((record) => record.service),
    ...replicas.map(({ service }) => service),
    // What a replaced worker still lists says nothing: a service taken away since would come back as an empty one.
    ...workers.flatMap(({ handsOver, sendsTo }) => (handsOver ? [] : Object.keys(sendsTo))),
  ];
  return Object.fromEntries(
    [...new Set(names)].toSorted().map((name) => [
      name,
      {
        record: records.find(({ service }) => service === name) ?? null,
        workers: sentTo(name, workers),
        replicas: replicas
          .filter(({ service }) => service === name)
          .map(({ replica }) => replica)
          .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      },
    ]),
  );
}

/** Colors that workers decide for by themselves; one that hands over decides nothing. */
function sentTo(service: string, workers: EdgeMemory["workers"]): Color[] {
  const colors = workers.flatMap(({ handsOver, sendsTo }) => (handsOver ? [] : (sendsTo[service] ?? [])));
  return [...new Set(colors)].toSorted();
}
