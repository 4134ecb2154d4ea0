import type { ColorStatus, EdgeStatus } from "../../edge/status.ts";
import { servingColors } from "../../plan/serving-colors.ts";
import { bitingLimits, type Usage } from "../../edge/usage.ts";
import { COLORS, type Color } from "../../model/color.ts";
import type { StackId } from "../../model/names.ts";
import type { Observed, ObservedReplica } from "../../model/observed.ts";
import { differencesOf } from "./differences.ts";
import type { Declared } from "./read-declared.ts";
import type { ColorReport, ReplicaReport, ServiceReport, StatusReport } from "./status-report.ts";

export interface StatusInput {
  id: StackId;
  host: string;
  observed: Observed;
  /** Null when the proxy could not be asked. */
  proxy: EdgeStatus | null;
  proxyError: string | null;
  declared: Declared;
  /** What containers use, by id. */
  usage: ReadonlyMap<string, Usage>;
}

/** Puts together what was seen; pure. */
export function buildStatus(input: StatusInput): StatusReport {
  const { id, host, observed, proxyError } = input;
  const names = Object.keys(observed.services).toSorted();
  const services = Object.fromEntries(names.map((name) => [name, serviceReport(name, input)]));
  const edge = {
    state: observed.edge?.state ?? "missing",
    ports: observed.edge?.ports ?? [],
    workers: observed.edge?.workers ?? 0,
  };
  const differences = differencesOf({ edge, services, proxyError, observed }, input.declared);
  return {
    ...id,
    host,
    asDeclared: differences.length === 0,
    compared: typeof input.declared !== "string",
    environment: observed.environment,
    edge,
    proxyError,
    services,
    differences,
    warnings: Object.entries(services).flatMap(([name, service]) => limitWarnings(name, service)),
    observed,
  };
}

function limitWarnings(name: string, { colors }: ServiceReport): string[] {
  return COLORS.flatMap((color) =>
    colors[color].replicas.flatMap(({ name: replica, usage }) =>
      (usage === null ? [] : bitingLimits(usage)).map((bite) => `${name}.${color}: ${replica} ${bite}`),
    ),
  );
}

function serviceReport(name: string, { observed, proxy, usage }: StatusInput): ServiceReport {
  const service = observed.services[name];
  const active = servingColors(observed, name);
  const report = (color: Color): ColorReport => {
    const own = (service?.replicas ?? []).filter((replica) => replica.color === color);
    const sealed = service?.record?.sealed[color] ?? null;
    const status = proxy?.[name]?.[color] ?? null;
    const replicas = own
      .toSorted((a, b) => indexOf(a) - indexOf(b))
      .map((replica) => ({ ...replicaReport(replica, status), usage: usage.get(replica.id) ?? null }));
    return {
      active: active.includes(color),
      versions: [...new Set(own.map((replica) => replica.version))],
      sealed: sealed !== null && own.some((replica) => replica.release === sealed.hash),
      replicas,
      requests: status?.requests ?? null,
      errors: status?.errors ?? null,
      degradedRequests: status?.degradedRequests ?? null,
    };
  };
  const [blue, green] = COLORS.map(report) as [ColorReport, ColorReport]; // as many as there are colors
  return {
    active,
    generation: service?.record?.generation ?? null,
    degraded: active.some((color) => proxy?.[name]?.[color]?.degraded === true),
    colors: { blue, green },
  };
}

function replicaReport(replica: ObservedReplica, status: ColorStatus | null): Omit<ReplicaReport, "usage"> {
  const { name, version, state, exitCode, restarts } = replica;
  const server = status?.servers.find((candidate) => candidate.name === name);
  return {
    name,
    version,
    state,
    exitCode,
    restarts,
    health: status === null ? null : (server?.health ?? "not in the proxy"),
    lastCheck: server === undefined ? null : server.lastCheck,
  };
}

/** Place of a replica in its pool: the number its container's name ends with. */
function indexOf({ name }: ObservedReplica): number {
  return Number(/-(\d+)$/.exec(name)?.[1] ?? -1);
}
