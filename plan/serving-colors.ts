import { COLORS, type Color } from "../model/color.ts";
import { recordOf, replicasOf } from "../model/observed-hosts.ts";
import { activeColors, type ObservedHost, type ObservedReplica } from "../model/observed.ts";

/**
 * The colors of a service that serve on any of the hosts. Where an edge has lost its memory, running containers count,
 * because some of them did; where it has never heard of the service, none does.
 */
export function servingColors(hosts: readonly ObservedHost[], name: string): Color[] {
  const serving = hosts.flatMap((host) => servingOn(host, name));
  return COLORS.filter((color) => serving.includes(color));
}

/** The containers of a service that serve, each on its own host. */
export function activeReplicas(host: ObservedHost, name: string): ObservedReplica[] {
  const serving = servingOn(host, name);
  return replicasOf([host], name).filter(({ color }) => serving.includes(color));
}

/** Whether a color still is on a host what it was sealed as: it serves there, or has containers of that release. */
export function isOnHost(host: ObservedHost, name: string, sealed: { color: Color; hash: string }): boolean {
  if (servingOn(host, name).includes(sealed.color)) return true;
  return replicasOf([host], name).some(({ color, release }) => color === sealed.color && release === sealed.hash);
}

/** What running workers of any host do with a service's traffic instead of sending it to `declared`. */
export function strayWorkers(hosts: readonly ObservedHost[], name: string, declared: Color): (Color | "nobody")[] {
  return [...new Set(hosts.flatMap((host) => strayOn(host, name, declared)))];
}

/** Whether every edge has switched to `declared`, with the last switch that any of them made, and every worker does so. */
export function isInPlace(hosts: readonly ObservedHost[], name: string, declared: Color): boolean {
  const last = recordOf(hosts, name);
  const hasSwitched = hosts.every(({ services }) => {
    const record = services[name]?.record;
    return record?.active === declared && record.generation === last?.generation;
  });
  return hasSwitched && strayWorkers(hosts, name, declared).length === 0;
}

function servingOn({ services, edge }: ObservedHost, name: string): Color[] {
  const service = services[name];
  if (service === undefined) return [];
  const neverApplied = service.record === null && service.workers.length === 0 && edge?.base != null;
  return neverApplied ? [] : activeColors(service);
}

function strayOn({ services, edge }: ObservedHost, name: string, declared: Color): (Color | "nobody")[] {
  const workers = services[name]?.workers ?? [];
  const isSilent = (edge?.workers ?? 0) > 0 && workers.length === 0;
  return isSilent ? ["nobody"] : workers.filter((color) => color !== declared);
}
