import type { Color } from "../model/color.ts";
import { replicaName } from "../model/names.ts";
import type { ColorPlan, ColorPlans, ServiceSituation } from "./service-plan.ts";
import { servingColors, strayWorkers } from "./serving-colors.ts";

/** What an `up` does to a service's traffic, in one sentence. */
export function trafficSentence(situation: ServiceSituation, colors: ColorPlans): string {
  const { name, spec, observed } = situation;
  const touched = servingColors(observed, name).flatMap((color) =>
    touchedReplicas(situation, colors[color], color),
  ).length;
  const tail = `${touched} active ${touched === 1 ? "container" : "containers"} touched`;
  const gate = `after ${spec.replicas} ${spec.replicas === 1 ? "replica passes" : "replicas pass"}`;
  const to = spec.activeColor;
  const from = observed.services[name]?.record?.active ?? null;
  if (from === null) return `${name}: traffic starts on ${to} ${gate}; ${tail}`;
  if (from !== to) return `${name}: traffic moves ${from} → ${to} ${gate}; ${tail}`;
  const stray = strayWorkers(observed, name, to);
  if (stray.includes("nobody"))
    return `${name}: traffic, which goes nowhere now, is put back on ${to} ${gate}; ${tail}`;
  if (stray.length > 0) return `${name}: traffic is put back from ${stray.join(", ")} to ${to} ${gate}; ${tail}`;
  return `${name}: traffic stays on ${to}; ${tail}`;
}

/** Containers of a serving color that this `up` replaces or removes. */
function touchedReplicas({ name, spec, observed }: ServiceSituation, plan: ColorPlan | null, color: Color): string[] {
  const kept = new Set(Array.from({ length: spec.replicas }, (_, index) => replicaName(observed, name, color, index)));
  return (observed.services[name]?.replicas ?? [])
    .filter((replica) => replica.color === color)
    .filter((replica) => !kept.has(replica.name) || isReplaced(plan, replica))
    .map((replica) => replica.name);
}

function isReplaced(plan: ColorPlan | null, replica: { name: string; version: string }): boolean {
  if (plan === null) return true;
  return plan.sealed === null ? replica.version !== plan.release.version : !plan.pinned.has(replica.name);
}
