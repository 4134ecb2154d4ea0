import { strayWorkers } from "../../plan/serving-colors.ts";
import { COLORS, type Color } from "../../model/color.ts";
import { servicesNamed } from "../../model/observed-hosts.ts";
import { messageOn } from "../../model/hosts.ts";
import { isStopped, type Observed, type ObservedHost } from "../../model/observed.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { agentDifferences } from "./agent-differences.ts";
import type { ReplicaReport, ServiceReport, StatusReport } from "./status-report.ts";
import type { ProxyAnswers } from "./ask-proxy.ts";
import { isApplied } from "./is-applied.ts";
import { PLATFORM_WORDS, type PlatformWords } from "./platform-words.ts";
import type { Declared } from "./read-declared.ts";

interface Seen extends Pick<StatusReport, "platform" | "services"> {
  observed: Observed;
  proxies: ProxyAnswers;
}

/** What is not as declared, or cannot serve, one sentence each; empty when all is well. */
export function differencesOf(seen: Seen, declared: Declared): string[] {
  const services = typeof declared === "string" ? undefined : declared;
  const words = PLATFORM_WORDS[seen.platform];
  return [
    ...seen.observed.hosts.flatMap((host) =>
      [...edgeDifferences(seen, host), ...agentDifferences(host)].map((difference) =>
        messageOn(seen.observed.hosts, host, difference),
      ),
    ),
    ...(declared === "unreadable" ? ["The stack's file cannot be read, so that nothing can be compared with it."] : []),
    ...Object.entries(seen.services).flatMap(([name, service]) => [
      ...(services === undefined ? [] : serviceDifferences(name, service, services[name], { ...seen, words })),
      ...degradedDifference(name, service, words),
      ...healthDifferences(name, service),
      ...ruleDifferences(name, service),
      ...targetDifferences(name, service),
    ]),
    ...Object.keys(services ?? {})
      .filter((name) => !Object.hasOwn(seen.services, name))
      .map((name) => `${name} is declared and not up yet. Run \`tidegate up\`.`),
  ];
}

function edgeDifferences({ platform, proxies, services }: Seen, { name, edge }: ObservedHost): string[] {
  if (edge === null && Object.keys(services).length === 0) return [];
  const state = edge?.state ?? "missing";
  if (state !== "running") {
    return [`The ${PLATFORM_WORDS[platform].edge} is ${state}: nothing is served. Run \`tidegate up\`.`];
  }
  const proxyError = proxies[name]?.error ?? null;
  return proxyError === null ? [] : [`The edge runs, but its proxy does not answer: ${proxyError}`];
}

function serviceDifferences(
  name: string,
  service: ServiceReport,
  declared: ServiceSpec | undefined,
  { observed, words }: { observed: Observed; words: PlatformWords },
): string[] {
  if (declared === undefined) return [`${name} is ${words.place} and not in the stack's file.`];
  const { activeColor } = declared;
  const wanted = service.canary === null ? [activeColor] : COLORS; // a canary is on its way there
  const isElsewhere = service.active.length > 0 && service.active.join() !== wanted.join();
  const stray = service.active.length === 0 ? [] : strayWorkers(observed.hosts, name, activeColor);
  return [
    ...(isElsewhere
      ? [
          `${name}: ${service.active.join(" and ")} ${service.active.length === 1 ? "serves" : "serve"}, declared is ${activeColor}.`,
        ]
      : []),
    ...(service.active.length === 0 ? [`${name}: no color serves yet, declared is ${activeColor}.`] : []),
    ...(stray.includes("nobody") ? [`${name}: ${words.router} sends its traffic nowhere. Run \`tidegate up\`.`] : []),
    ...COLORS.flatMap((color) =>
      colorDifferences(name, color, service, declared, { hosts: observed.hosts.length, words }),
    ),
    ...configDifferences(name, declared, observed),
  ];
}

/** What shows in no container: how requests are routed, and what the gate and the checks ask. */
function configDifferences(name: string, declared: ServiceSpec, observed: Observed): string[] {
  const isOther = servicesNamed(observed.hosts, name).some(
    ({ record }) => record?.config != null && isApplied(observed, name, declared, record) === false,
  );
  if (!isOther) return [];
  return [`${name}: route, gate, drain or a release's settings are not as declared. Run \`tidegate up\`.`];
}

function colorDifferences(
  name: string,
  color: Color,
  service: ServiceReport,
  declared: ServiceSpec,
  { hosts, words }: { hosts: number; words: PlatformWords },
): string[] {
  const { versions, replicas } = service.colors[color];
  const wanted = declared[color]?.version;
  if (wanted === undefined)
    return replicas.length === 0 ? [] : [`${name}.${color}: has ${words.containers}, declared is none.`];
  if (replicas.length === 0) return [`${name}.${color}: has no ${words.containers}, declared is version ${wanted}.`];
  const others = versions.filter((version) => version !== wanted);
  const count = replicas.length;
  const all = declared.replicas * hosts;
  return [
    ...(others.length > 0 ? [`${name}.${color}: has version ${others.join(" and ")}, declared is ${wanted}.`] : []),
    ...(count === all ? [] : [`${name}.${color}: number of replicas is ${count}, declared is ${all}.`]),
  ];
}

/** All that serve are red, which a list of red replicas does not say. */
function degradedDifference(
  name: string,
  { degraded, active, colors }: ServiceReport,
  { edge }: PlatformWords,
): string[] {
  if (!degraded) return [];
  const requests = active.reduce((sum, color) => sum + (colors[color].degradedRequests ?? 0), 0);
  return [
    `${name}: degraded, no replica of ${active.join(" and ")} passes its checks. The ${edge} goes on sending to those that ` +
      `accept connections (requests so far: ${requests}). Mend them, or move the traffic to the other color.`,
  ];
}

/** Replicas of a color that serves and may not; of the idle one, which may be red for good, those that have stopped. */
function healthDifferences(name: string, { colors }: ServiceReport): string[] {
  return COLORS.flatMap((color) => {
    const { active, replicas } = colors[color];
    const mayServe = ({ state, health }: ReplicaReport) =>
      state === "running" && (health === null || health.startsWith("UP"));
    return replicas
      .filter((replica) => (active ? !mayServe(replica) : isStopped(replica.state)))
      .map((replica) => `${name}.${color}: ${replica.name} is ${stateText(replica)}.`);
  });
}

/** Somebody has the rule of a service on AWS send traffic elsewhere. */
function ruleDifferences(name: string, { rule }: ServiceReport): string[] {
  if (rule === null || rule.others === 0) return [];
  const all = rule.blue + rule.green + rule.others;
  return [`${name}: its rule sends ${rule.others} of ${all} parts to target groups that are none of its colors.`];
}

/** Tasks of a color that serves on AWS and that get no requests. */
function targetDifferences(name: string, { colors }: ServiceReport): string[] {
  return COLORS.flatMap((color) => {
    const { active, tasks } = colors[color];
    if (!active || tasks === null || (tasks.healthy === tasks.targets && tasks.healthy >= tasks.wanted)) return [];
    const why = tasks.problems.length === 0 ? "" : `: ${tasks.problems.join(", ")}`;
    return [
      `${name}.${color}: ${tasks.healthy} of ${Math.max(tasks.wanted, tasks.targets)} targets are healthy${why}.`,
    ];
  });
}

/** `running, DOWN (L4CON)`; `restarting, exit code 1, 4 restarts`. */
export function stateText(replica: ReplicaReport): string {
  const { state, exitCode, restarts, health, lastCheck } = replica;
  const crashed = state === "running" ? [] : [`exit code ${exitCode}`];
  const again = restarts === 0 ? [] : [`${restarts} ${restarts === 1 ? "restart" : "restarts"}`];
  const seen = health === null ? [] : [lastCheck === null || lastCheck === "" ? health : `${health} (${lastCheck})`];
  return [state, ...crashed, ...again, ...seen].join(", ");
}
