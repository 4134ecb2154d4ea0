import { COLORS, type Color } from "../model/color.ts";
import { replicaName } from "../model/names.ts";
import type { Observed } from "../model/observed.ts";
import { canonicalJson } from "../model/release.ts";
import type { ServiceSpec } from "../model/service.ts";
import { tierOf, type Tier } from "../model/tier.ts";
import type { ColorPlan, DeclaredVolumes, ServicePlan, ServiceSituation } from "./service-plan.ts";
import { serviceProblems } from "./service-problems.ts";
import { servingColors, strayWorkers } from "./serving-colors.ts";
import { trafficSentence } from "./traffic-sentence.ts";

/** Decides what an `up` does to the service `name`, from what is declared and what is really there. */
export function planService(
  name: string,
  spec: ServiceSpec,
  observed: Observed,
  volumes: DeclaredVolumes = {},
  tier: Tier = tierOf(observed.stack, undefined),
): ServicePlan {
  const situation = { name, spec, observed, volumes, tier };
  const colors = { blue: planColor(situation, "blue"), green: planColor(situation, "green") };
  return {
    colors,
    generation: nextGeneration(situation),
    notices: COLORS.flatMap((color) => [...sealNotice(situation, color), ...missingNotice(situation, color)]),
    traffic: trafficSentence(situation, colors),
    problems: serviceProblems(situation, colors),
  };
}

function planColor({ name, spec, observed }: ServiceSituation, color: Color): ColorPlan | null {
  const declared = spec[color];
  if (declared === undefined) return null;
  const service = observed.services[name];
  const sealed = service?.record?.sealed[color] ?? null;
  const replicas = (service?.replicas ?? []).filter((replica) => replica.color === color);
  if (sealed !== null && sealed.release.version === declared.version) {
    const pinned = replicas.filter((replica) => replica.release === sealed.hash).map((replica) => replica.name);
    return { release: sealed.release, sealed, pinned: new Set(pinned), mustBe: null };
  }
  const isForgotten = sealed === null && servingColors(observed, name).includes(color) && !spec.allowActiveReplace;
  const running = replicas.find((replica) => replica.version === declared.version);
  const mustBe = isForgotten ? (running?.release ?? null) : null;
  const pinned = replicas.filter((replica) => replica.release === mustBe).map((replica) => replica.name);
  return { release: declared, sealed: null, pinned: new Set(pinned), mustBe };
}

function nextGeneration({ name, spec, observed }: ServiceSituation): number {
  const record = observed.services[name]?.record ?? null;
  if (record === null || record.generation === 0) return observed.observedAt;
  const isThere = record.active === spec.activeColor && strayWorkers(observed, name, spec.activeColor).length === 0;
  return isThere ? record.generation : record.generation + 1;
}

function sealNotice({ name, spec, observed, volumes }: ServiceSituation, color: Color): string[] {
  const declared = spec[color];
  const volume = volumes[color];
  const sealed = observed.services[name]?.record?.sealed[color] ?? null;
  if (declared === undefined || sealed === null || sealed.release.version !== declared.version) return [];
  const hasSameSecrets = volume === undefined || volume === sealed.secretVolume;
  if (hasSameSecrets && canonicalJson(sealed.release) === canonicalJson(declared)) return [];
  return [
    `${name}.${color} keeps its sealed settings (version ${declared.version} unchanged); ` +
      "the new ones start with its next version.",
  ];
}

/** The state may believe in a container that is gone; only a refresh finds out. */
function missingNotice({ name, spec, observed }: ServiceSituation, color: Color): string[] {
  if (!servingColors(observed, name).includes(color)) return [];
  const there = new Set(observed.services[name]?.replicas.map((replica) => replica.name));
  const names = Array.from({ length: spec.replicas }, (_, index) => replicaName(observed, name, color, index));
  const missing = names.filter((replica) => !there.has(replica));
  if (missing.length === 0) return [];
  return [
    `${name}.${color} serves without ${missing.join(", ")}: not on the host. ` +
      "Unless this `up` makes it, run it again with `--refresh`.",
  ];
}
