import { COLORS, otherColor, type Color } from "../model/color.ts";
import { recordOf, replicasOf } from "../model/observed-hosts.ts";
import { releaseHash } from "../model/release.ts";
import type { ColorPlan, ColorPlans, ServiceSituation } from "./service-plan.ts";
import { holdProblems } from "./hold-problems.ts";
import { ledgerProblems } from "./ledger-problems.ts";
import { isOnHost, servingColors } from "./serving-colors.ts";

/** Everything that forbids an `up` of a service: what would break the color that serves, or the way back. */
export function serviceProblems(situation: ServiceSituation, colors: ColorPlans): string[] {
  return [
    ...allowanceProblems(situation),
    ...onEachHost(situation, (alone) => [
      ...COLORS.flatMap((color) => colorProblems(alone, color)),
      ...reuseProblems(alone),
    ]),
    ...COLORS.flatMap((color) => unknownReleaseProblems(situation, color, colors[color])),
    ...holdProblems(situation, colors),
    ...onEachHost(situation, (alone) => unfitLedgerProblems(alone, colors)),
    ...onEachHost(situation, (alone) => COLORS.flatMap((color) => lostSecretsProblems(alone, color, colors[color]))),
  ];
}

/** What is wrong on any of the hosts, each of them judged by itself; what several have in common is said once. */
function onEachHost(situation: ServiceSituation, judge: (alone: ServiceSituation) => string[]): string[] {
  const { observed } = situation;
  const problems = observed.hosts.flatMap((host) => judge({ ...situation, observed: { ...observed, hosts: [host] } }));
  return [...new Set(problems)];
}

/** A color serves, nobody remembers as what, and the config says something else of its version than what runs. */
export function unknownReleaseProblem(name: string, color: Color, version: string): string {
  return (
    `services.${name}.${color}: ${color} serves, and its running containers are not what the config says of version ` +
    `${JSON.stringify(version)}. Put the config back as it was, or set allowActiveReplace: true.`
  );
}

/** A release that comes back has to be what it was. */
export function lostSecretsProblem(name: string, color: Color, version: string): string {
  return (
    `services.${name}.${color}.secrets: version ${JSON.stringify(version)} has served with other values ` +
    "than those that are set now. Give the release a new version."
  );
}

/** Serving containers are replaced in place nowhere but in development, whatever the config allows. */
function allowanceProblems({ name, spec, tier, observed: { stack } }: ServiceSituation): string[] {
  if (!spec.allowActiveReplace || tier === "dev") return [];
  const where = tier === stack ? "" : `, which is judged like ${tier} (\`tidegate:tier\`)`;
  return [
    `services.${name}.allowActiveReplace: is refused in stack ${JSON.stringify(stack)}${where}, got true. ` +
      "Remove it, put the new version in the idle color and move the traffic.",
  ];
}

function colorProblems({ name, spec, observed: { hosts } }: ServiceSituation, color: Color): string[] {
  const declared = spec[color];
  const path = `services.${name}.${color}`;
  const other = otherColor(color);
  const serves = servingColors(hosts, name).includes(color);
  if (declared === undefined) {
    if (!serves) return [];
    return [`${path}: ${color} is active and cannot be removed while it serves. Move the traffic to ${other} first.`];
  }
  const sealed = recordOf(hosts, name)?.sealed[color]?.release;
  if (sealed?.version === declared.version) {
    if (sealed.image === declared.image) return [];
    return [
      `${path}.image: version ${JSON.stringify(declared.version)} has served with image ${JSON.stringify(sealed.image)}, ` +
        `got ${JSON.stringify(declared.image)}. Give the new image a new version.`,
    ];
  }
  const running = replicasOf(hosts, name).filter((replica) => replica.color === color);
  const versions = sealed === undefined ? running.map((replica) => replica.version) : [sealed.version];
  const canary = recordOf(hosts, name)?.canary;
  if (!serves || spec.allowActiveReplace || versions.every((version) => version === declared.version)) return [];
  const remedy = canary
    ? `A canary of ${name} is under way: end it first with \`tidegate canary abort ${name}\` or \`canary promote\`` +
      (color === canary.from ? "." : ", or declare `canary.onNewVersion: abort` with the new version.")
    : spec.activeColor === color
      ? `Put the new version in ${other} and set activeColor: ${other}.`
      : `Let an \`up\` move the traffic to ${other} first, then change ${color}.`;
  return [`${path}.version: ${color} is active and cannot be replaced while it serves. ${remedy}`];
}

/** A version is one image, in whichever color: another build needs a name of its own to be told apart. */
function reuseProblems({ name, spec, observed }: ServiceSituation): string[] {
  const sealed = recordOf(observed.hosts, name)?.sealed;
  const clashes = COLORS.filter((color) => {
    const served = sealed?.[otherColor(color)]?.release;
    return served?.version === spec[color]?.version && served?.image !== spec[color]?.image;
  });
  const bothDeclared = spec.blue?.version === spec.green?.version && spec.blue?.image !== spec.green?.image;
  const colors: readonly Color[] = clashes.length === 0 && bothDeclared ? ["green"] : clashes;
  return colors.map((color) => {
    const other = otherColor(color);
    const served = sealed?.[other]?.release ?? spec[other];
    return (
      `services.${name}.${color}.image: version ${JSON.stringify(served?.version)} is image ` +
      `${JSON.stringify(served?.image)} in ${other}, got ${JSON.stringify(spec[color]?.image)}. Give the new image a new version.`
    );
  });
}

function unknownReleaseProblems({ name, volumes }: ServiceSituation, color: Color, plan: ColorPlan | null): string[] {
  const volume = volumes[color];
  if (plan?.mustBe == null || volume === undefined || releaseHash(plan.release, volume) === plan.mustBe) return [];
  return [unknownReleaseProblem(name, color, plan.release.version)];
}

/** A release is about to get traffic for the first time, and the ledger could not say so. */
function unfitLedgerProblems({ name, spec, observed }: ServiceSituation, colors: ColorPlans): string[] {
  if (colors[spec.activeColor]?.sealed !== null) return [];
  return observed.hosts.flatMap(({ edge }) =>
    edge?.ledger === undefined ? [] : ledgerProblems(name, observed.stack, edge.ledger),
  );
}

/** A sealed color has been something else meanwhile, its secrets are gone, and it comes back with other values. */
function lostSecretsProblems(
  { name, observed, volumes }: ServiceSituation,
  color: Color,
  plan: ColorPlan | null,
): string[] {
  const volume = volumes[color];
  const sealed = plan?.sealed ?? null;
  if (sealed === null || sealed.secretVolume === null || volume === undefined || volume === sealed.secretVolume)
    return [];
  const isThere = observed.hosts.some((host) => isOnHost(host, name, { color, hash: sealed.hash }));
  return isThere ? [] : [lostSecretsProblem(name, color, sealed.release.version)];
}
