import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { renderCpus } from "../model/cpus.ts";
import type { Labels } from "./labels.ts";

export interface HardenedContainer {
  /** Container name, and its DNS name on the network. */
  name: string;
  image: pulumi.Input<string>;
  network: pulumi.Input<string>;
  /** Networks that it joins beside `network`. */
  attach?: readonly string[];
  labels: Labels;
  /** Numeric user, `uid:gid`. */
  user: string;
  /** Seconds between the polite signal to stop and the hard one. */
  graceSeconds: number;
  memoryMib: number;
  /** CPU cores; all of the host's when left out. */
  cpus?: number;
  /** Memory-backed folders the process may write to. */
  writable: readonly string[];
}

/** Size of each memory-backed folder; what is in it counts as the container's memory. */
const WRITABLE_SIZE = "64m";

/**
 * What every container of ours has in common: nothing to gain from breaking into it, bounded use of the host, and exactly
 * those inputs that the Docker provider reads back as it got them, so that a second `up` shows no change.
 */
export function hardenedContainer(spec: HardenedContainer): docker.ContainerArgs {
  return {
    name: spec.name,
    image: spec.image,
    networksAdvanced: [
      { name: spec.network, aliases: [spec.name] },
      ...(spec.attach ?? []).toSorted().map((name) => ({ name })),
    ],
    labels: spec.labels,
    user: spec.user,
    readOnly: true,
    tmpfs: Object.fromEntries(spec.writable.toSorted().map((path) => [path, writableFolder(spec.user)])),
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    memory: spec.memoryMib,
    memorySwap: spec.memoryMib, // left out, every second `up` would show a change
    ...(spec.cpus === undefined ? {} : { cpus: renderCpus(spec.cpus) }),
    init: true,
    restart: "unless-stopped",
    mustRun: true,
    destroyGraceSeconds: spec.graceSeconds,
    stopTimeout: spec.graceSeconds,
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
  };
}

/** Owned by the user: where the image has a folder of that path, its mode counts, and its owner is forgotten. */
function writableFolder(user: string): string {
  const [uid, gid = uid] = user.split(":");
  return `size=${WRITABLE_SIZE},mode=1777,uid=${uid},gid=${gid}`;
}

/**
 * How every container is replaced: the old one goes first, because both have one name. Inputs that the provider records
 * without applying them to a running container replace it too, and so does the mark of one that failed to start.
 */
export const CONTAINER_REPLACEMENT = {
  deleteBeforeReplace: true, // the provider says so itself only for what it finds out to be a replacement
  replaceOnChanges: ["healthcheck", "init", "mounts", "tmpfs", "#initerror"],
};

/**
 * Every input that would make the provider replace a container. A container that serves ignores changes of all of them,
 * so that not even a new default of ours touches it.
 */
export const REPLACING_INPUTS = [
  "capabilities",
  "command",
  "cpus",
  "devices",
  "dns",
  "dnsOpts",
  "dnsSearches",
  "entrypoints",
  "envs",
  "groupAdds",
  "healthcheck",
  "hosts",
  "image",
  "init",
  "labels",
  "logDriver",
  "logOpts",
  "mounts",
  "mustRun",
  "name",
  "networksAdvanced",
  "ports",
  "readOnly",
  "securityOpts",
  "shmSize",
  "stopSignal",
  "stopTimeout",
  "sysctls",
  "tmpfs",
  "ulimits",
  "user",
  "volumes",
  "workingDir",
];
