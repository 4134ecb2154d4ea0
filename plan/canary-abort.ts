import { otherColor, type Color } from "../model/color.ts";
import { recordOf } from "../model/observed-hosts.ts";
import type { Observed, ObservedService } from "../model/observed.ts";
import type { ServiceSpec } from "../model/service.ts";
import { servingColors } from "./serving-colors.ts";

/** A canary that ends before another version takes the place of its release. */
export interface CanaryAbort {
  /** Number of the switch that began it. */
  generation: number;
  /** Version that had a share of the clients. */
  version: string;
  /** Where all of them go, and the version that serves there. */
  to: Color;
  back: string;
  /** The hosts as they are afterwards. */
  observed: Observed;
}

/** A service as it is declared, and the hosts as they are. */
interface Found {
  name: string;
  spec: ServiceSpec;
  observed: Observed;
}

/**
 * Whether an `up` first ends the canary that is under way: where another version is declared in its color, the service says so, and the
 * color of the others stays what it is. Also where the way back is recorded, and a run was killed before every worker had heard of it.
 * Null where not.
 */
export function canaryAbort({ name, spec, observed }: Found): CanaryAbort | null {
  const { hosts } = observed;
  const { activeColor: color } = spec;
  const to = otherColor(color);
  const record = recordOf(hosts, name);
  if (record === null || spec.canary?.onNewVersion !== "abort") return null;
  const isUnderWay = record.canary?.from === to && record.active === color;
  const isHalfBack = record.canary === undefined && record.active === to && servingColors(hosts, name).includes(color);
  const version = record.sealed[color]?.release.version;
  const back = record.sealed[to]?.release.version;
  if ((!isUnderWay && !isHalfBack) || version === undefined || back === undefined) return null;
  if (spec[color]?.version === version || spec[to]?.version !== back) return null;
  const generation = isUnderWay ? record.generation : record.generation - 1;
  const afterwards = hosts.map((host) => {
    const service = host.services[name];
    if (service === undefined) return host;
    return { ...host, services: { ...host.services, [name]: afterAbort(service, to, generation + 1) } };
  });
  return { generation, version, to, back, observed: { ...observed, hosts: afterwards } };
}

function afterAbort(service: ObservedService, to: Color, generation: number): ObservedService {
  if (service.record === null) return service;
  const { canary: _, ...record } = service.record;
  const workers = service.workers.length === 0 ? [] : [to];
  return { ...service, record: { ...record, active: to, generation }, workers };
}
