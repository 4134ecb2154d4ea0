import {
  block,
  boolean,
  integer,
  list,
  map,
  set,
  string,
  type Property,
  type ResourceTable,
  type Table,
} from "../../schema/property.ts";
import { labelsProperty } from "../labels.ts";

const fixed = (kind: Property["kind"], more: Partial<Property> = {}): Property => ({
  kind,
  change: "replaces",
  read: "yes",
  ...more,
});
const unread = (kind: Property["kind"], more: Partial<Property> = {}): Property => fixed(kind, { read: "no", ...more });
const inPlace = (kind: Property["kind"], more: Partial<Property> = {}): Property => ({
  ...fixed(kind, more),
  change: "in place",
});
const notApplied = (kind: Property["kind"], more: Partial<Property> = {}): Property => ({
  ...fixed(kind, more),
  change: "not applied",
});

const WHEN_SET = { when: "it was set" };

const networkFields: Table = {
  name: unread(string(), { required: true }),
  aliases: unread(set()),
  ipv4Address: unread(string()),
  ipv6Address: unread(string()),
};

const mountFields: Table = {
  target: fixed(string(), { required: true }),
  source: fixed(string()),
  type: fixed(string("bind", "volume", "tmpfs"), { required: true }),
  readOnly: fixed(boolean),
  bindOptions: fixed(
    block({ propagation: fixed(string("private", "rprivate", "shared", "rshared", "slave", "rslave")) }),
  ),
  tmpfsOptions: fixed(block({ sizeBytes: fixed(integer()), mode: fixed(integer()) })),
};

const portFields: Table = {
  internal: fixed(integer(), { required: true }),
  external: fixed(integer(), { reported: true }),
  ip: fixed(string(), { default: "0.0.0.0" }),
  protocol: fixed(string(), { default: "tcp" }),
};

const volumeFields: Table = {
  volumeName: unread(string()),
  hostPath: unread(string()),
  containerPath: unread(string()),
  fromContainer: unread(string()),
  readOnly: unread(boolean),
  selinuxRelabel: unread(string("z", "Z")),
};

const healthcheckFields: Table = {
  tests: notApplied(list()),
  interval: notApplied(string(), { default: "0s" }),
  timeout: notApplied(string(), { default: "0s" }),
  startPeriod: notApplied(string(), { default: "0s" }),
  startInterval: notApplied(string(), { default: "0s", note: "not sent to engines older than API 1.44" }),
  retries: notApplied(integer(0)),
};

export const containerTable: ResourceTable = {
  type: "docker:index/container:Container",
  deleteBeforeReplace: true,
  properties: {
    name: fixed(string(), { required: true, note: "no automatic names" }),
    image: fixed(string(), { required: true, note: "best the `imageId` of a RemoteImage" }),
    command: fixed(list(), { reported: true }),
    entrypoints: fixed(list(), { reported: true }),
    envs: unread(set(), { reported: true }),
    labels: { ...labelsProperty, read: "no", reported: true },
    hostname: fixed(string(), { reported: true }),
    domainname: fixed(string()),
    user: fixed(string(), { reported: true }),
    workingDir: fixed(string(), { reported: true }),
    restart: inPlace(string("no", "on-failure", "always", "unless-stopped"), { default: "no" }),
    maxRetryCount: inPlace(integer(0)),
    memory: inPlace(integer(0), { note: "MiB" }),
    memoryReservation: inPlace(integer(0), { note: "MiB" }),
    memorySwap: inPlace(integer(-1), {
      note: "MiB; set it whenever `memory` is set, or every `up` shows a change, as with the stock plugin",
    }),
    cpuShares: inPlace(integer(0)),
    cpuSet: inPlace(string()),
    cpus: fixed(string(), {
      note: 'write `"0.5"`, `"1.0"`, `"1.5"`, `"10."`: the engine reports it so, and any other spelling replaces on every `up`, as with the stock plugin',
    }),
    cpuPeriod: notApplied(integer(0), { read: "no" }),
    cpuQuota: notApplied(integer(0), { read: "no" }),
    networkMode: fixed(string(), { default: "bridge" }),
    networksAdvanced: unread(set(networkFields)),
    ports: fixed(set(portFields), { read: { when: "it runs, or should" } }),
    mounts: fixed(set(mountFields), {
      within: "not applied",
      note: "one more or less replaces, another in its place is not applied, as with the stock plugin: list it in `replaceOnChanges`",
    }),
    volumes: unread(set(volumeFields)),
    tmpfs: notApplied(map),
    capabilities: fixed(block({ adds: fixed(set()), drops: fixed(set()) })),
    securityOpts: fixed(set(), { reported: true }),
    privileged: fixed(boolean),
    readOnly: fixed(boolean),
    init: notApplied(boolean, { reported: true }),
    healthcheck: notApplied(block(healthcheckFields), { reported: true }),
    logDriver: fixed(string(), { reported: true }),
    logOpts: fixed(map, { read: WHEN_SET }),
    dns: fixed(set()),
    dnsOpts: fixed(set()),
    dnsSearches: fixed(set()),
    hosts: fixed(set({ host: fixed(string(), { required: true }), ip: fixed(string(), { required: true }) })),
    ulimits: fixed(
      set({
        name: fixed(string(), { required: true }),
        soft: fixed(integer(), { required: true }),
        hard: fixed(integer(), { required: true }),
      }),
      { read: WHEN_SET },
    ),
    devices: unread(
      set({
        hostPath: unread(string(), { required: true }),
        containerPath: unread(string()),
        permissions: unread(string()),
      }),
    ),
    shmSize: fixed(integer(0), { reported: true, note: "MiB" }),
    sysctls: fixed(map),
    ipcMode: fixed(string(), { reported: true }),
    pidMode: fixed(string(), { read: WHEN_SET }),
    usernsMode: fixed(string()),
    cgroupParent: unread(string()),
    cgroupnsMode: unread(string("private", "host")),
    groupAdds: fixed(set()),
    tty: fixed(boolean),
    stdinOpen: fixed(boolean),
    stopSignal: fixed(string(), { reported: true }),
    stopTimeout: fixed(integer(), { reported: true, note: "seconds; a removal uses `destroyGraceSeconds` instead" }),
    runtime: fixed(string(), { reported: true }),
    publishAllPorts: fixed(boolean),
    storageOpts: fixed(map),
    destroyGraceSeconds: inPlace(integer(), { read: "no", note: "seconds from SIGTERM to SIGKILL; 0 kills at once" }),
    mustRun: inPlace(boolean, {
      default: true,
      note: "refresh turns it off for a container that stopped: the next `up` starts it",
    }),
    start: notApplied(boolean, { default: true, read: "no" }),
    rm: notApplied(boolean),
    removeVolumes: inPlace(boolean, { default: true, read: "no", note: "a removal takes anonymous volumes along" }),
    containerReadRefreshTimeoutMilliseconds: inPlace(integer(), {
      default: 15_000,
      read: "no",
      note: "without effect",
    }),
    waitTimeout: inPlace(integer(), { default: 60, read: "no", note: "without effect" }),
  },
};
