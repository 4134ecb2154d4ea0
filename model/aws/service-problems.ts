import { COLORS } from "../color.ts";
import type { Release } from "../release.ts";
import type { ServiceSpec } from "../service.ts";
import { canaryProblems } from "./canary-problems.ts";
import { guardProblems } from "./guard-problems.ts";
import { gateProblems, healthProblems } from "./health-problems.ts";
import { drainProblems, releaseProblems, type Tasks } from "./release-problems.ts";
import { ruleProblems } from "./rule-conditions.ts";
import { CHOSEN_PRIORITIES, routeClass } from "./rule-priority.ts";
import { smokeProblems } from "./smoke-problems.ts";
import { sizeProblems } from "./task-size.ts";

/** A service that is to be made on AWS. */
export interface AwsService {
  name: string;
  spec: ServiceSpec;
  /** Number that was chosen for its rule. */
  priority: number | undefined;
  tasks: Tasks;
}

/** Everything of a service that AWS cannot do, or that Tidegate cannot do there yet. */
export function awsServiceProblems({ name, spec, priority, tasks }: AwsService): string[] {
  const at = `services.${name}`;
  return [
    ...missingProblems(spec, at),
    ...hostProblems(spec, at),
    ...ruleProblems(spec.route, `${at}.route`),
    ...priorityProblems(routeClass(spec.route), priority, at),
    ...canaryProblems(spec, priority, at),
    ...guardProblems(spec.guard, `${at}.guard`),
    ...gateProblems(spec.gate, `${at}.gate`),
    ...drainProblems(spec.drain, tasks, `${at}.drain`),
    ...COLORS.flatMap((color) => {
      const release = spec[color];
      if (release === undefined) return [];
      return [
        ...sizeProblems(release.limits, tasks.onFargate, `${at}.${color}`),
        ...healthProblems(release.health, spec.gate, `${at}.${color}.health`),
        ...releaseProblems(release, tasks, `${at}.${color}`),
        ...checkProblems(release, `${at}.${color}`),
        ...(tasks.sendSmoke ? smokeProblems(release, `${at}.${color}`) : []),
      ];
    }),
  ];
}

/** What would be promised and not kept. */
function missingProblems(spec: ServiceSpec, at: string): string[] {
  return spec.group === undefined ? [] : [`${at}.group: is not there on AWS yet. Remove it.`];
}

function hostProblems({ gates }: ServiceSpec, at: string): string[] {
  if (gates?.host == null) return [];
  return [
    `${at}.gates.host: looks at a Docker host, and there is none on AWS. Remove it, or say \`host: null\` where the stack declares it.`,
  ];
}

/** Nobody gets into a task: what has to be asked from inside one cannot be. */
function checkProblems({ checks }: Release, at: string): string[] {
  return (["dependencies", "commands"] as const)
    .filter((key) => checks?.[key] !== undefined)
    .map(
      (key) =>
        `${at}.checks.${key}: are asked from inside a replica, which nobody gets into on AWS. Remove them, and have the app's health check ` +
        "or a smoke request find it out.",
    );
}

function priorityProblems(place: number | undefined, chosen: number | undefined, at: string): string[] {
  const { min, max } = CHOSEN_PRIORITIES;
  if (chosen !== undefined) {
    if (Number.isInteger(chosen) && chosen >= min && chosen <= max) return [];
    return [`${at}: its \`priority\` must be a whole number between ${min} and ${max}, got ${chosen}. Change it.`];
  }
  if (place !== undefined) return [];
  return [
    `${at}.route: has hosts of several kinds or paths of several depths, and the one rule of the load balancer one place among the others. ` +
      `Say which with \`priority\`, between ${min} and ${max}: lower ones are asked first.`,
  ];
}
