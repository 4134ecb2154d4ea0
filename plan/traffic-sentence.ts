import { parseSteps, renderShares } from "../model/canary.ts";
import type { Color } from "../model/color.ts";
import { replicaName } from "../model/names.ts";
import { recordOf } from "../model/observed-hosts.ts";
import type { ObservedHost, ObservedReplica } from "../model/observed.ts";
import type { CanaryAbort } from "./canary-abort.ts";
import { canaryText } from "./canary-text.ts";
import type { ColorPlan, ColorPlans, ServiceSituation } from "./service-plan.ts";
import { activeReplicas, isInPlace, strayWorkers } from "./serving-colors.ts";

/** What an `up` does to a service's traffic, in one sentence; `aborts` is the canary that ends before, as the situation has it already. */
export function trafficSentence(situation: ServiceSituation, colors: ColorPlans, aborts: CanaryAbort | null): string {
  const { name, observed } = situation;
  const touched = observed.hosts.flatMap((host) => touchedReplicas(situation, colors, host)).length;
  const tail = `${touched} active ${touched === 1 ? "container" : "containers"} touched`;
  const before = aborts === null ? "" : `${abortClause(aborts)}; then `;
  return `${name}: ${before}${trafficClause(situation, colors)}; ${tail}`;
}

/** `the canary of version 2 is aborted, all clients go back to blue (version 1)` */
function abortClause({ version, to, back }: CanaryAbort): string {
  return `the canary of version ${version} is aborted, all clients go back to ${to} (version ${back})`;
}

function trafficClause(situation: ServiceSituation, colors: ColorPlans): string {
  const { name, spec } = situation;
  const { hosts, observedAt } = situation.observed;
  const each = hosts.length === 1 ? "" : " on each host";
  const gate = `after ${spec.replicas} ${spec.replicas === 1 ? "replica passes" : "replicas pass"}${each}`;
  const to = spec.activeColor;
  const { active: from = null, canary } = recordOf(hosts, name) ?? {};
  if (from === null) return `traffic starts on ${to} ${gate}`;
  if (from !== to) return `traffic moves ${from} → ${to} ${steps(situation, colors)}${gate}`;
  const stays =
    canary === undefined ? `stays on ${to}` : `goes on as it does: ${canaryText(canary, to, observedAt * 1000)}`;
  if (isInPlace(hosts, name, to)) return `traffic ${stays}`;
  const stray = strayWorkers(hosts, name, to);
  if (stray.includes("nobody")) return `traffic, which goes nowhere now, is put back on ${to} ${gate}`;
  const back = stray.length === 0 ? `on ${to}` : `from ${stray.join(", ")} to ${to}`;
  return `traffic is put back ${back} ${gate}`;
}

/** `in steps (5%, 30%, 100%) `; empty where all of it moves at once. */
function steps({ name, spec, observed }: ServiceSituation, colors: ColorPlans): string {
  const { activeColor, canary, replicas } = spec;
  const sealed = colors[activeColor]?.sealed ?? null;
  const hasServedAll = sealed !== null && recordOf(observed.hosts, name)?.unproved !== sealed.hash;
  if (canary === undefined || hasServedAll) return "";
  return `in steps (${renderShares(parseSteps(canary.steps, replicas))}) `;
}

/** Containers that serve on a host, and that this `up` replaces or removes. */
function touchedReplicas(
  { name, spec, observed }: ServiceSituation,
  colors: ColorPlans,
  host: ObservedHost,
): ObservedReplica[] {
  const names = (color: Color) =>
    Array.from({ length: spec.replicas }, (_, index) => replicaName(observed, name, color, index));
  return activeReplicas(host, name).filter(
    (replica) => !names(replica.color).includes(replica.name) || isReplaced(colors[replica.color], host, replica),
  );
}

function isReplaced(plan: ColorPlan | null, host: ObservedHost, replica: ObservedReplica): boolean {
  if (plan === null) return true;
  if (plan.sealed === null) return replica.version !== plan.release.version;
  return plan.pinned[host.name]?.has(replica.name) !== true;
}
