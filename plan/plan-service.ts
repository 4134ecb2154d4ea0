import { agentTrouble } from "../model/agent-trouble.ts";
import { COLORS, type Color } from "../model/color.ts";
import { messageOn } from "../model/hosts.ts";
import { recordOf, replicasOf } from "../model/observed-hosts.ts";
import type { Observed, ObservedHost } from "../model/observed.ts";
import { canonicalJson } from "../model/release.ts";
import type { ServiceSpec } from "../model/service.ts";
import { tierOf, type Tier } from "../model/tier.ts";
import { canaryAbort } from "./canary-abort.ts";
import type { ColorPlan, DeclaredVolumes, ServicePlan, ServiceSituation } from "./service-plan.ts";
import { serviceProblems } from "./service-problems.ts";
import { isInPlace, isOnHost, servingColors } from "./serving-colors.ts";
import { trafficSentence } from "./traffic-sentence.ts";

/** Decides what an `up` does to the service `name`, from what is declared and what is really there. */
export function planService(
  name: string,
  spec: ServiceSpec,
  observed: Observed,
  volumes: DeclaredVolumes = {},
  tier: Tier = tierOf(observed.stack, undefined),
): ServicePlan {
  const asFound = { name, spec, observed, volumes, tier };
  const aborts = canaryAbort(asFound);
  const situation = aborts === null ? asFound : { ...asFound, observed: aborts.observed };
  const colors = { blue: planColor(situation, "blue"), green: planColor(situation, "green") };
  return {
    colors,
    isRelease: colors[spec.activeColor]?.sealed === null,
    ...nextSwitch(situation),
    notices: [...COLORS.flatMap((color) => sealNotice(situation, color)), ...unwatchedNotices(situation)],
    aborts,
    traffic: trafficSentence(situation, colors, aborts),
    problems: serviceProblems(situation, colors),
  };
}

function planColor({ name, spec, observed: { hosts } }: ServiceSituation, color: Color): ColorPlan | null {
  const declared = spec[color];
  if (declared === undefined) return null;
  const sealed = recordOf(hosts, name)?.sealed[color] ?? null;
  const pin = (hash: string | null) =>
    Object.fromEntries(hosts.map((host) => [host.name, containersOf(host, name, color, hash)]));
  if (sealed !== null && sealed.release.version === declared.version) {
    const there = hosts.map((host): [string, boolean] => [
      host.name,
      isOnHost(host, name, { color, hash: sealed.hash }),
    ]);
    const keepsSecrets = Object.fromEntries(there);
    return { release: sealed.release, sealed, pinned: pin(sealed.hash), keepsSecrets, mustBe: null };
  }
  const isForgotten = sealed === null && servingColors(hosts, name).includes(color) && !spec.allowActiveReplace;
  const running = replicasOf(hosts, name).find(
    (replica) => replica.color === color && replica.version === declared.version,
  );
  const mustBe = isForgotten ? (running?.release ?? null) : null;
  return { release: declared, sealed: null, pinned: pin(mustBe), keepsSecrets: {}, mustBe };
}

/** Names of a color's containers on a host that run the release of this hash. */
function containersOf(host: ObservedHost, name: string, color: Color, hash: string | null): ReadonlySet<string> {
  const replicas = replicasOf([host], name).filter((replica) => replica.color === color && replica.release === hash);
  return new Set(replicas.map((replica) => replica.name));
}

function nextSwitch({
  name,
  spec,
  observed: { hosts, observedAt },
}: ServiceSituation): Pick<ServicePlan, "moves" | "generation"> {
  const record = recordOf(hosts, name);
  if (record === null || record.generation === 0) return { moves: true, generation: observedAt };
  const moves = !isInPlace(hosts, name, spec.activeColor);
  return { moves, generation: moves ? record.generation + 1 : record.generation };
}

function sealNotice({ name, spec, observed, volumes }: ServiceSituation, color: Color): string[] {
  const declared = spec[color];
  const volume = volumes[color];
  const sealed = recordOf(observed.hosts, name)?.sealed[color] ?? null;
  if (declared === undefined || sealed === null || sealed.release.version !== declared.version) return [];
  const hasSameSecrets = volume === undefined || volume === sealed.secretVolume;
  if (hasSameSecrets && canonicalJson(sealed.release) === canonicalJson(declared)) return [];
  return [
    `${name}.${color} keeps its sealed settings (version ${declared.version} unchanged); ` +
      "the new ones start with its next version.",
  ];
}

/** A canary that nobody carries on, where an agent is to. One that does not run is made again by this very `up`. */
function unwatchedNotices({ name, observed: { hosts } }: ServiceSituation): string[] {
  return hosts.flatMap((host) => {
    if (host.services[name]?.record?.canary === undefined || host.agent === undefined) return [];
    const trouble = host.agent === null ? "is not there" : agentTrouble(host.agent);
    if (trouble === undefined) return [];
    const notice = `${name}: a canary is under way and the agent ${trouble}, so that it stays where it is.`;
    return [messageOn(hosts, host, notice)];
  });
}
