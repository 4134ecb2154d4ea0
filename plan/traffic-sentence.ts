import { parseSteps, renderShares } from "../model/canary.ts";
import type { Color } from "../model/color.ts";
import { replicaName } from "../model/names.ts";
import { recordOf } from "../model/observed-hosts.ts";
import type { ObservedHost, ObservedReplica } from "../model/observed.ts";
import { canaryText } from "./canary-text.ts";
import type { ColorPlan, ColorPlans, ServiceSituation } from "./service-plan.ts";
import { activeReplicas, isInPlace, strayWorkers } from "./serving-colors.ts";

/** What an `up` does to a service's traffic, in one sentence. */
export function trafficSentence(situation: ServiceSituation, colors: ColorPlans): string {
  const { name, spec } = situation;
  const { hosts } = situation.observed;
  const touched = hosts.flatMap((host) => touchedReplicas(situation, colors, host)).length;
  const tail = `${touched} active ${touched === 1 ? "container" : "containers"} touched`;
  const each = hosts.length === 1 ? "" : " on each host";
  const gate = `after ${spec.replicas} ${spec.replicas === 1 ? "replica passes" : "replicas pass"}${each}`;
  const to = spec.activeColor;
  const from = recordOf(hosts, name)?.active ?? null;
  if (from === null) return `${name}: traffic starts on ${to} ${gate}; ${tail}`;
  if (from !== to) return `${name}: traffic moves ${from} → ${to} ${steps(situation, colors)}${gate}; ${tail}`;
  const canary = recordOf(hosts, name)?.canary;
  const stays =
    canary === undefined
      ? `stays on ${to}`
      : `goes on as it does: ${canaryText(canary, to, situation.observed.observedAt * 1000)}`;
  if (isInPlace(hosts, name, to)) return `${name}: traffic ${stays}; ${tail}`;
  const stray = strayWorkers(hosts, name, to);
  if (stray.includes("nobody"))
    return `${name}: traffic, which goes nowhere now, is put back on ${to} ${gate}; ${tail}`;
  const back = stray.length === 0 ? `on ${to}` : `from ${stray.join(", ")} to ${to}`;
  return `${name}: traffic is put back ${back} ${gate}; ${tail}`;
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
