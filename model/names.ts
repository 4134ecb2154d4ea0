import type { Color } from "./color.ts";
import type { Server } from "./observability.ts";

/** One stack of one project: the unit that owns names on a host. */
export interface StackId {
  project: string;
  stack: string;
}

/**
 * What the names of everything an environment has on a host begin with. Stacks of one project never share a name; stack
 * `b-c` of project `a` and stack `c` of `a-b` do, and the second of them is refused by the labels of the first.
 */
export function stackPrefix({ project, stack }: StackId): string {
  return `${project}-${stack}`;
}

/** Option of a bridge network that sets its MTU. */
export const MTU_OPTION = "com.docker.network.driver.mtu";

export function networkName(id: StackId): string {
  return stackPrefix(id);
}

export function edgeContainerName(id: StackId): string {
  return `${stackPrefix(id)}-edge`;
}

export function edgeVolumeName(id: StackId): string {
  return `${stackPrefix(id)}-edge`;
}

/** Volume with what has happened to the stack's traffic: it outlives the edge and the environment. */
export function ledgerVolumeName(id: StackId): string {
  return `${stackPrefix(id)}-ledger`;
}

export function agentContainerName(id: StackId): string {
  return `${stackPrefix(id)}-agent`;
}

/** Volume that the edge and the agent share: the socket on which the edge answers, and what the agent remembers. */
export function agentVolumeName(id: StackId): string {
  return `${stackPrefix(id)}-agent`;
}

/** Container name of a replica, and its DNS name on the stack's network: the proxy's slot `index` looks for it. */
export function replicaName(id: StackId, service: string, color: Color, index: number): string {
  return `${stackPrefix(id)}-${service}-${color}-${index}`;
}

/** Prefix of the volumes that hold a color's secret files; the rest of the name is a keyed hash of the values. */
export function secretVolumeName(id: StackId, service: string, color: Color, tag: string): string {
  return `${stackPrefix(id)}-${service}-${color}-secrets-${tag}`;
}

/** The same for the secrets of the agent. */
export function agentSecretVolumeName(id: StackId, tag: string): string {
  return `${agentContainerName(id)}-secrets-${tag}`;
}

/** Container of one of what watches the figures, and the volume with what it keeps. */
export function serverName(id: StackId, server: Server): string {
  return `${stackPrefix(id)}-${server}`;
}

/** Prefix of the volumes with its config; the rest of the name is a keyed hash of that. */
export function serverConfigVolumeName(id: StackId, server: Server, tag: string): string {
  return `${serverName(id, server)}-config-${tag}`;
}

/** Network in which Prometheus reaches Alertmanager, and no app does: whoever does may silence every alert. */
export function alertingNetworkName(id: StackId): string {
  return `${stackPrefix(id)}-alerting`;
}

/** Named volume of an app; shared by both colors of a service. */
export function appVolumeName(id: StackId, service: string, source: string): string {
  return `${stackPrefix(id)}-${service}-data-${source}`;
}

/** The resource that ends a canary of a service in whose place another version comes. */
export function canaryAbortName(service: string): string {
  return `${service}-canary-abort`;
}

/** What the proxy calls a pool: its backend, its smoke listener and its value in the map. */
export function backendName(service: string, color: Color): string {
  return `${service}.${color}`;
}

/** Where a replica finds the secrets of its release, a file each. */
export const SECRETS_DIR = "/run/secrets";

/** Labels on everything an environment has on a host. Only what carries this very `environment` is ever touched. */
export const LABEL = {
  environment: "tidegate.environment",
  project: "tidegate.project",
  stack: "tidegate.stack",
  /** A {@link Role}. */
  role: "tidegate.role",
  service: "tidegate.service",
  color: "tidegate.color",
  version: "tidegate.version",
  /** `releaseHash` of the release a replica runs. */
  release: "tidegate.release",
  /** Hash of what would replace the edge container; see `edgeHash`. */
  edge: "tidegate.edge",
  pids: "tidegate.pids",
} as const;

/**
 * `helper` is a container that is made to reach into a volume or a replica's network for a moment, and removed at once. Whoever
 * finds one may remove it.
 */
export type Role = "edge" | "agent" | "replica" | Server | "network" | "volume" | "helper";
