import { renderCpus } from "../../../../../model/cpus.ts";
import type { PlainObject } from "../../../provider.ts";
import { flag } from "../../schema/access.ts";
import { isZero } from "../../schema/diff.ts";
import { renderGoDuration } from "./go-duration.ts";
import type { HostSettings, Inspected } from "./inspected.ts";

const MIB = 1024 * 1024;

/**
 * What the engine says about a container, as properties: everything a refresh reads. `state` is what was known before;
 * some properties are read only where it has them, as the stock plugin does.
 */
export function readContainer(container: Inspected, state: PlainObject): PlainObject {
  const { Config: config, HostConfig: host, State: run, NetworkSettings: network } = container;
  const mustRun = flag(state, "mustRun");
  const swap = host.MemorySwap ?? 0;
  const image = state["image"];
  return {
    name: container.Name.replace(/^\//, ""),
    image: typeof image === "string" && image.startsWith("sha256:") ? container.Image : config.Image,
    command: config.Cmd ?? [],
    entrypoints: asList(config.Entrypoint),
    hostname: config.Hostname,
    domainname: config.Domainname,
    user: config.User,
    workingDir: config.WorkingDir,
    restart: host.RestartPolicy?.Name ?? "no",
    maxRetryCount: host.RestartPolicy?.MaximumRetryCount ?? 0,
    memory: Math.floor((host.Memory ?? 0) / MIB),
    memoryReservation: Math.floor((host.MemoryReservation ?? 0) / MIB),
    memorySwap: swap > 0 ? Math.floor(swap / MIB) : swap,
    cpuShares: host.CpuShares ?? 0,
    cpuSet: host.CpusetCpus ?? "",
    ...((host.NanoCpus ?? 0) > 0 ? { cpus: renderCpus((host.NanoCpus ?? 0) / 1e9) } : {}),
    networkMode: host.NetworkMode ?? "",
    ...((run.Running || mustRun) && !isZero(state["ports"]) ? { ports: readPorts(network.Ports) } : {}),
    mounts: (host.Mounts ?? []).map(readMount),
    tmpfs: asMap(host.Tmpfs),
    ...readCapabilities(host),
    securityOpts: host.SecurityOpt ?? [],
    privileged: host.Privileged ?? false,
    readOnly: host.ReadonlyRootfs ?? false,
    init: host.Init ?? false,
    ...readHealthcheck(config),
    logDriver: host.LogConfig?.Type ?? "",
    ...(isZero(state["logOpts"]) ? {} : { logOpts: asMap(host.LogConfig?.Config) }),
    dns: host.Dns ?? [],
    dnsOpts: host.DnsOptions ?? [],
    dnsSearches: host.DnsSearch ?? [],
    hosts: asList(host.ExtraHosts).map((entry) => {
      const [name = "", ...ip] = entry.split(":");
      return { host: name, ip: ip.join(":") };
    }),
    ...(isZero(state["ulimits"])
      ? {}
      : {
          ulimits: (host.Ulimits ?? []).map((limit) => ({
            name: limit.Name ?? "",
            soft: limit.Soft ?? 0,
            hard: limit.Hard ?? 0,
          })),
        }),
    shmSize: Math.floor((host.ShmSize ?? 0) / MIB),
    sysctls: asMap(host.Sysctls),
    ipcMode: host.IpcMode ?? "",
    ...(isZero(state["pidMode"]) ? {} : { pidMode: host.PidMode ?? "" }),
    usernsMode: host.UsernsMode ?? "",
    groupAdds: host.GroupAdd ?? [],
    tty: config.Tty,
    stdinOpen: config.OpenStdin,
    stopSignal: config.StopSignal ?? "",
    ...(config.StopTimeout === undefined ? {} : { stopTimeout: config.StopTimeout }),
    runtime: host.Runtime ?? "",
    publishAllPorts: host.PublishAllPorts ?? false,
    storageOpts: asMap(host.StorageOpt),
    rm: host.AutoRemove ?? false,
    mustRun: mustRun && run.Running,
    ...(run.Running ? {} : { exitCode: run.ExitCode }),
    bridge: network.Bridge ?? "",
    networkDatas: Object.entries(network.Networks).map(([networkName, end]) => ({
      networkName,
      ipAddress: end.IPAddress,
      ipPrefixLength: end.IPPrefixLen,
      gateway: end.Gateway,
      globalIpv6Address: end.GlobalIPv6Address,
      globalIpv6PrefixLength: end.GlobalIPv6PrefixLen,
      ipv6Gateway: end.IPv6Gateway,
      macAddress: end.MacAddress,
    })),
  };
}

type Ports = Readonly<Record<string, readonly { HostIp: string; HostPort: string }[] | null>>;

/** Published ports, sorted by the one inside. */
export function readPorts(ports: Ports | null | undefined): PlainObject[] {
  return Object.entries(ports ?? {})
    .flatMap(([key, bindings]) => {
      const [internal = "0", protocol = "tcp"] = key.split("/");
      // an unpublished port of the image has no bindings
      return (bindings ?? []).map(({ HostIp, HostPort }) => ({
        internal: Number(internal),
        external: Number(HostPort),
        ip: HostIp,
        protocol,
      }));
    })
    .toSorted((one, other) => one.internal - other.internal);
}

type Mount = NonNullable<HostSettings["Mounts"]>[number];

function readMount(mount: Mount): PlainObject {
  const propagation = mount.BindOptions?.Propagation;
  const tmpfs = mount.TmpfsOptions;
  return {
    target: mount.Target,
    source: mount.Source ?? "",
    type: mount.Type,
    readOnly: mount.ReadOnly ?? false,
    ...(propagation === undefined ? {} : { bindOptions: { propagation } }),
    ...(tmpfs === undefined ? {} : { tmpfsOptions: { sizeBytes: tmpfs.SizeBytes ?? 0, mode: tmpfs.Mode ?? 0 } }),
  };
}

function readCapabilities(host: HostSettings): PlainObject {
  const adds = asList(host.CapAdd);
  const drops = asList(host.CapDrop);
  return adds.length + drops.length === 0 ? {} : { capabilities: { adds, drops } };
}

function readHealthcheck(config: Inspected["Config"]): PlainObject {
  const health = config.Healthcheck;
  if (health === undefined) return {};
  return {
    healthcheck: {
      tests: health.Test ?? [],
      interval: renderGoDuration(health.Interval ?? 0),
      timeout: renderGoDuration(health.Timeout ?? 0),
      startPeriod: renderGoDuration(health.StartPeriod ?? 0),
      startInterval: renderGoDuration(health.StartInterval ?? 0),
      retries: health.Retries ?? 0,
    },
  };
}

function asList(value: string | readonly string[] | null | undefined): string[] {
  if (value === null || value === undefined) return [];
  return typeof value === "string" ? [value] : [...value];
}

function asMap(value: Readonly<Record<string, string>> | null | undefined): Record<string, string> {
  return { ...value };
}
