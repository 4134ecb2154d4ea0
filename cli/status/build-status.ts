import type { NotifyStatus } from "../../agent/notify/status.ts";
import type { ColorStatus } from "../../edge/proxy.ts";
import { servingColors } from "../../plan/serving-colors.ts";
import { bitingLimits, type Usage } from "../../edge/usage.ts";
import { COLORS, type Color } from "../../model/color.ts";
import { agentTrouble } from "../../model/agent-trouble.ts";
import { messageOn } from "../../model/hosts.ts";
import type { StackId } from "../../model/names.ts";
import { environmentOf, recordOf, replicasOf, serviceNames } from "../../model/observed-hosts.ts";
import type { Observed, ObservedHost, ObservedReplica } from "../../model/observed.ts";
import type { Platform } from "../../model/platform.ts";
import type { ProxyAnswers } from "./ask-proxy.ts";
import type { AwsReport } from "./aws-report.ts";
import { differencesOf } from "./differences.ts";
import type { Declared } from "./read-declared.ts";
import { standstillOf } from "./standstill.ts";
import { verdictsOf } from "./verdicts.ts";
import type { ColorReport, ReplicaReport, ServiceReport, StatusReport } from "./status-report.ts";

export interface StatusInput {
  id: StackId;
  platform: Platform;
  /** Where it runs, for people. */
  address: string;
  observed: Observed;
  /** Of the hosts where one runs. */
  proxies: ProxyAnswers;
  declared: Declared;
  /** What containers use, by id. */
  usage: ReadonlyMap<string, Usage>;
  /** What the agent says of its channels; null where it has none, or does not say. */
  notifications: NotifyStatus | null;
  /** Left out on Docker hosts. */
  aws?: AwsReport;
}

/** Puts together what was seen; pure. */
export function buildStatus(input: StatusInput): StatusReport {
  const { id, platform, address, observed, proxies } = input;
  const { hosts } = observed;
  const services = Object.fromEntries(serviceNames(hosts).map((name) => [name, serviceReport(name, input)]));
  const proxyErrors = hosts.flatMap((host) => {
    const error = proxies[host.name]?.error ?? null;
    return error === null ? [] : [messageOn(hosts, host, error)];
  });
  const differences = differencesOf({ platform, services, proxies, observed }, input.declared);
  return {
    ...id,
    platform,
    host: address,
    asDeclared: differences.length === 0,
    compared: typeof input.declared !== "string",
    environment: environmentOf(hosts),
    edge: edgeReport(hosts),
    agent: agentReport(hosts),
    notifications: input.notifications,
    lease: input.aws?.lease ?? null,
    proxyError: proxyErrors.length === 0 ? null : proxyErrors.join("\n"),
    services,
    differences,
    warnings: Object.entries(services).flatMap(([name, service]) => warningsOf(name, service)),
    observed,
  };
}

/** All edges as one, which runs when all of them do. */
function edgeReport(hosts: readonly ObservedHost[]): StatusReport["edge"] {
  const edges = hosts.map(({ edge }) => edge ?? { state: "missing", ports: [], workers: 0 });
  return {
    state: edges.find(({ state }) => state !== "running")?.state ?? "running",
    ports: edges.flatMap(({ ports }) => ports),
    workers: sum(edges.map(({ workers }) => workers)),
  };
}

/** All agents as one, which is well when all of them are. */
function agentReport(hosts: readonly ObservedHost[]): StatusReport["agent"] {
  const agents = hosts.flatMap(({ agent }) => agent ?? []);
  const worst = agents.find((agent) => agentTrouble(agent) !== undefined) ?? agents[0];
  if (worst === undefined) return null;
  return { state: worst.state, version: worst.version, trouble: agentTrouble(worst) ?? null };
}

function warningsOf(name: string, { colors }: ServiceReport): string[] {
  return COLORS.flatMap((color) => [
    ...(colors[color].tasks?.notice == null ? [] : [`${name}.${color}: ECS says: ${colors[color].tasks.notice}`]),
    ...colors[color].replicas.flatMap(({ name: replica, usage }) =>
      (usage === null ? [] : bitingLimits(usage)).map((bite) => `${name}.${color}: ${replica} ${bite}`),
    ),
  ]);
}

function serviceReport(name: string, { id, observed: { hosts }, proxies, usage, aws }: StatusInput): ServiceReport {
  const active = servingColors(hosts, name);
  const record = recordOf(hosts, name);
  const statusOn = (host: ObservedHost, color: Color) => proxies[host.name]?.status?.[name]?.[color] ?? null;
  const report = (color: Color): ColorReport => {
    const sealed = record?.sealed[color] ?? null;
    const own = replicasOf(hosts, name).filter((replica) => replica.color === color);
    const statuses = hosts.flatMap((host) => statusOn(host, color) ?? []);
    const count = (of: (status: ColorStatus) => number) => (statuses.length === 0 ? null : sum(statuses.map(of)));
    const tasks = aws?.tasks[name]?.[color] ?? null;
    return {
      active: active.includes(color),
      versions: [...new Set(own.map((replica) => replica.version))],
      sealed: sealed !== null && own.some((replica) => replica.release === sealed.hash),
      replicas: hosts.flatMap((host) =>
        replicasOf([host], name)
          .filter((replica) => replica.color === color)
          .toSorted((a, b) => indexOf(a) - indexOf(b))
          .map((replica) => ({
            name: messageOn(hosts, host, replica.name),
            ...replicaReport(replica, statusOn(host, color)),
            usage: usage.get(replica.id) ?? null,
          })),
      ),
      requests: count((status) => status.requests),
      errors: count((status) => status.errors),
      degradedRequests: count((status) => status.degradedRequests),
      tasks,
    };
  };
  const [blue, green] = COLORS.map(report) as [ColorReport, ColorReport]; // as many as there are colors
  return {
    active,
    generation: record?.generation ?? null,
    degraded: active.some(
      (color) => hosts.some((host) => statusOn(host, color)?.degraded === true) || servesUnwell(aws, name, color),
    ),
    rule: aws?.rules[name] ?? null,
    canary: record?.canary ?? null,
    standstill: standstillOf(hosts, name, id.stack),
    verdicts: verdictsOf(hosts, name),
    movedWith: record?.movedWith ?? null,
    hold: record?.hold ?? null,
    reviews: record?.reviews ?? [],
    colors: { blue, green },
  };
}

/** A load balancer that finds no target healthy sends to all of them. Source: "Target group health", Application Load Balancers. */
function servesUnwell(aws: AwsReport | undefined, name: string, color: Color): boolean {
  const { targets, healthy } = aws?.tasks[name]?.[color] ?? { targets: 0, healthy: 0 };
  return targets > 0 && healthy === 0;
}

function replicaReport(replica: ObservedReplica, status: ColorStatus | null): Omit<ReplicaReport, "name" | "usage"> {
  const { name, version, state, exitCode, restarts } = replica;
  const server = status?.servers.find((candidate) => candidate.name === name);
  return {
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
