import type { ContainerCreateOptions, HostConfig } from "dockerode";
import type { PlainObject } from "../../../provider.ts";
import { block, blocks, flag, number, text, textMap, texts } from "../../schema/access.ts";
import { labelMap } from "../labels.ts";
import { parseGoDuration } from "./go-duration.ts";
import type { HostSettings } from "./inspected.ts";

const MIB = 1024 * 1024;

/** What is sent to the engine for checked inputs. Pure; networks come later, see `connectNetworks`. */
export function createOptions(inputs: PlainObject): ContainerCreateOptions {
  const health = block(inputs, "healthcheck");
  const volumes = blocks(inputs, "volumes");
  const ports = blocks(inputs, "ports");
  const options: ContainerCreateOptions = {
    Image: text(inputs, "image") ?? "",
    Hostname: text(inputs, "hostname") ?? "",
    Domainname: text(inputs, "domainname") ?? "",
    User: text(inputs, "user") ?? "",
    WorkingDir: text(inputs, "workingDir") ?? "",
    Tty: flag(inputs, "tty"),
    OpenStdin: flag(inputs, "stdinOpen"),
    Env: texts(inputs, "envs"),
    Labels: labelMap(inputs),
    ExposedPorts: Object.fromEntries(ports.map((port) => [portKey(port), {}])),
    Volumes: Object.fromEntries(
      volumes.flatMap((volume) => {
        const path = text(volume, "containerPath") ?? "";
        return path === "" ? [] : [[path, {}]];
      }),
    ),
    HostConfig: hostConfig(inputs) as HostConfig, // its declaration lacks fields
  };
  const command = texts(inputs, "command");
  const entrypoints = texts(inputs, "entrypoints");
  const stopSignal = text(inputs, "stopSignal") ?? "";
  const stopTimeout = number(inputs, "stopTimeout");
  return {
    ...options,
    ...(command.length > 0 ? { Cmd: command } : {}),
    ...(entrypoints.length > 0 ? { Entrypoint: entrypoints } : {}),
    ...(stopSignal === "" ? {} : { StopSignal: stopSignal }),
    ...(stopTimeout === undefined ? {} : { StopTimeout: stopTimeout }),
    ...(health === undefined ? {} : { Healthcheck: healthcheck(health) }),
  };
}

function hostConfig(inputs: PlainObject): HostSettings {
  const cpus = text(inputs, "cpus") ?? "";
  const capabilities = block(inputs, "capabilities");
  return {
    Privileged: flag(inputs, "privileged"),
    PublishAllPorts: flag(inputs, "publishAllPorts"),
    RestartPolicy: restartPolicy(inputs),
    Runtime: text(inputs, "runtime") ?? "",
    AutoRemove: flag(inputs, "rm"),
    ReadonlyRootfs: flag(inputs, "readOnly"),
    Init: flag(inputs, "init"),
    LogConfig: { Type: text(inputs, "logDriver") ?? "", Config: textMap(inputs, "logOpts") },
    NetworkMode: text(inputs, "networkMode") ?? "",
    Mounts: blocks(inputs, "mounts").map(mount),
    Tmpfs: textMap(inputs, "tmpfs"),
    PortBindings: portBindings(blocks(inputs, "ports")),
    Binds: binds(blocks(inputs, "volumes")),
    VolumesFrom: blocks(inputs, "volumes").flatMap((volume) => text(volume, "fromContainer") ?? []),
    CapAdd: capabilities === undefined ? [] : canonical(texts(capabilities, "adds")),
    CapDrop: capabilities === undefined ? [] : canonical(texts(capabilities, "drops")),
    SecurityOpt: texts(inputs, "securityOpts"),
    Dns: texts(inputs, "dns"),
    DnsOptions: texts(inputs, "dnsOpts"),
    DnsSearch: texts(inputs, "dnsSearches"),
    ExtraHosts: blocks(inputs, "hosts").map((entry) => `${text(entry, "host") ?? ""}:${text(entry, "ip") ?? ""}`),
    Ulimits: blocks(inputs, "ulimits").map((limit) => ({
      Name: text(limit, "name") ?? "",
      Soft: number(limit, "soft") ?? 0,
      Hard: number(limit, "hard") ?? 0,
    })),
    Devices: blocks(inputs, "devices").map((device) => {
      const hostPath = text(device, "hostPath") ?? "";
      return {
        PathOnHost: hostPath,
        PathInContainer: text(device, "containerPath") || hostPath,
        CgroupPermissions: text(device, "permissions") || "rwm",
      };
    }),
    ...resources(inputs),
    ShmSize: (number(inputs, "shmSize") ?? 0) * MIB,
    ...(cpus === ""
      ? { CpuPeriod: number(inputs, "cpuPeriod") ?? 0, CpuQuota: number(inputs, "cpuQuota") ?? 0 }
      : { NanoCpus: Math.round(Number(cpus) * 1e9) }),
    Sysctls: textMap(inputs, "sysctls"),
    IpcMode: text(inputs, "ipcMode") ?? "",
    PidMode: text(inputs, "pidMode") ?? "",
    UsernsMode: text(inputs, "usernsMode") ?? "",
    CgroupParent: text(inputs, "cgroupParent") ?? "",
    ...cgroupns(text(inputs, "cgroupnsMode")),
    GroupAdd: texts(inputs, "groupAdds"),
    StorageOpt: textMap(inputs, "storageOpts"),
  };
}

/** Limits that can also be changed on a running container; a swap of -1 means unlimited. */
export function resources(inputs: PlainObject): HostSettings {
  const swap = number(inputs, "memorySwap") ?? 0;
  return {
    Memory: (number(inputs, "memory") ?? 0) * MIB,
    MemoryReservation: (number(inputs, "memoryReservation") ?? 0) * MIB,
    MemorySwap: swap > 0 ? swap * MIB : swap,
    CpuShares: number(inputs, "cpuShares") ?? 0,
    CpusetCpus: text(inputs, "cpuSet") ?? "",
  };
}

export function restartPolicy(inputs: PlainObject): { Name: string; MaximumRetryCount: number } {
  return { Name: text(inputs, "restart") ?? "no", MaximumRetryCount: number(inputs, "maxRetryCount") ?? 0 };
}

function cgroupns(mode: string | undefined): HostSettings {
  return mode === "private" || mode === "host" ? { CgroupnsMode: mode } : {};
}

function mount(inputs: PlainObject): NonNullable<HostSettings["Mounts"]>[number] {
  const type = text(inputs, "type");
  if (type !== "bind" && type !== "volume" && type !== "tmpfs")
    throw new Error(`checked inputs: mount of type ${type}`);
  const propagation = text(block(inputs, "bindOptions") ?? {}, "propagation");
  const tmpfs = block(inputs, "tmpfsOptions");
  return {
    Type: type,
    Target: text(inputs, "target") ?? "",
    Source: text(inputs, "source") ?? "",
    ReadOnly: flag(inputs, "readOnly"),
    ...(propagation === undefined ? {} : { BindOptions: { Propagation: propagation as "rprivate" } }), // the table allows Docker's own words only
    ...(tmpfs === undefined
      ? {}
      : { TmpfsOptions: { SizeBytes: number(tmpfs, "sizeBytes") ?? 0, Mode: number(tmpfs, "mode") ?? 0 } }),
  };
}

/** Spelled the way Docker's own client sends them, which is also how a refresh of the stock plugin reads them. */
function canonical(capabilities: readonly string[]): string[] {
  const names = capabilities.map((name) => name.trim().toUpperCase());
  if (names.includes("ALL")) return ["ALL"];
  return names.map((name) => (name.startsWith("CAP_") ? name : `CAP_${name}`));
}

function portKey(port: PlainObject): string {
  return `${number(port, "internal") ?? 0}/${text(port, "protocol") ?? "tcp"}`;
}

function portBindings(ports: readonly PlainObject[]): NonNullable<HostSettings["PortBindings"]> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of ports) {
    const binding = { HostIp: text(port, "ip") ?? "", HostPort: String(number(port, "external") ?? 0) };
    (bindings[portKey(port)] ??= []).push(binding);
  }
  return bindings;
}

function binds(volumes: readonly PlainObject[]): string[] {
  return volumes.flatMap((volume) => {
    const source = text(volume, "hostPath") ?? text(volume, "volumeName") ?? "";
    if (source === "") return [];
    const relabel = text(volume, "selinuxRelabel");
    const mode = (flag(volume, "readOnly") ? "ro" : "rw") + (relabel === undefined ? "" : `,${relabel}`);
    return [`${source}:${text(volume, "containerPath") ?? ""}:${mode}`];
  });
}

function healthcheck(inputs: PlainObject) {
  const nanoseconds = (name: string) => parseGoDuration(text(inputs, name) ?? "0s") ?? 0;
  return {
    Test: texts(inputs, "tests"),
    Interval: nanoseconds("interval"),
    Timeout: nanoseconds("timeout"),
    StartPeriod: nanoseconds("startPeriod"),
    StartInterval: nanoseconds("startInterval"),
    Retries: number(inputs, "retries") ?? 0,
  };
}
