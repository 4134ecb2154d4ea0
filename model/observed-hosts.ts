import type { ObservedHost, ObservedReplica, ObservedService } from "./observed.ts";
import type { EdgeRecord } from "./record.ts";

type Hosts = readonly ObservedHost[];

/** Names of the services that any of the hosts has, in order. */
export function serviceNames(hosts: Hosts): string[] {
  return [...new Set(hosts.flatMap(({ services }) => Object.keys(services)))].toSorted();
}

/** A service as each of the hosts has it; those that have none of it are left out. */
export function servicesNamed(hosts: Hosts, name: string): ObservedService[] {
  return hosts.flatMap(({ services }) => services[name] ?? []);
}

/** What the edges remember of a service: the record that was written last, as its generation tells; null where there is none. */
export function recordOf(hosts: Hosts, name: string): EdgeRecord | null {
  const records = servicesNamed(hosts, name).flatMap(({ record }) => record ?? []);
  return records.toSorted((a, b) => b.generation - a.generation)[0] ?? null;
}

/** The containers of a service on all of the hosts. */
export function replicasOf(hosts: Hosts, name: string): ObservedReplica[] {
  return servicesNamed(hosts, name).flatMap(({ replicas }) => replicas);
}

/** The one environment id that things on any of the hosts carry; null where nothing is there yet. */
export function environmentOf(hosts: Hosts): string | null {
  return hosts.find(({ environment }) => environment !== null)?.environment ?? null;
}
