import { COLORS, type Color } from "../model/color.ts";
import { replicaName } from "../model/names.ts";
import type { Observed } from "../model/observed.ts";
import { canonicalJson, type Release, type SealedRelease } from "../model/release.ts";
import type { ServiceSpec } from "../model/service.ts";
import { tierOf, type Tier } from "../model/tier.ts";
import { serviceProblems } from "./service-problems.ts";
import { servingColors, strayWorkers } from "./serving-colors.ts";
import { trafficSentence } from "./traffic-sentence.ts";

/** What an `up` makes of one color. */
export interface ColorPlan {
  /** What its containers are: the sealed release while its version is declared, else the declared one. */
  release: Release;
  /** The sealed release with its secret volume and hash; null while the color still follows the declared text. */
  sealed: SealedRelease | null;
  /** Names of containers that are already what the color has served with: nothing may replace them. */
  pinned: ReadonlySet<string>;
  /** Set when the color serves and no record says what it is: only a release of this hash may take their place. */
  mustBe: string | null;
}

export type ColorPlans = Readonly<Record<Color, ColorPlan | null>>;

/** What an `up` makes of one service. */
export interface ServicePlan {
  colors: ColorPlans;
  /** Input of the cutover: grows by one when traffic is not where it is declared to be. */
  generation: number;
  /** Lines for the user that are no problems. */
  notices: readonly string[];
  /** One sentence on what this `up` does to traffic. */
  traffic: string;
  /** Why this `up` must not run at all; empty when it may. */
  problems: readonly string[];
}

/** What a plan is made from. */
export interface ServiceSituation {
  name: string;
  spec: ServiceSpec;
  observed: Observed;
  /** Names of the volumes for the secrets of the declared releases; undefined where a preview cannot know them yet. */
  volumes: DeclaredVolumes;
  tier: Tier;
}

export type DeclaredVolumes = Readonly<Partial<Record<Color, string | null>>>;

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
