import type { ContainerInspectInfo, HostConfig } from "dockerode";

/** Settings of a container on its host; the client library declares some of them as `any` and lacks others. */
export type HostSettings = Omit<HostConfig, keyof Untyped> & Untyped;

interface Untyped {
  LogConfig?: { Type: string; Config: Record<string, string> | null };
  PortBindings?: Record<string, { HostIp: string; HostPort: string }[]>;
  VolumesFrom?: string[] | null;
  CapAdd?: string[] | null;
  CapDrop?: string[] | null;
  Dns?: string[] | null;
  DnsOptions?: string[] | null;
  ExtraHosts?: string[] | null;
  SecurityOpt?: string[] | null;
  CgroupnsMode?: "private" | "host";
}

/** The engine's answer about a container, with the fields that the client library does not name. */
export type Inspected = Omit<ContainerInspectInfo, "HostConfig"> & {
  Config: { StopSignal?: string; StopTimeout?: number };
  NetworkSettings: { Bridge?: string };
  HostConfig: HostSettings;
};
