import { ProblemsError } from "../model/errors.ts";
import { serviceNames } from "../model/observed-hosts.ts";
import type { Observed, ObservedHost } from "../model/observed.ts";
import type { ServiceSpec } from "../model/service.ts";
import { routeEntries, routeKey } from "../model/route.ts";
import { tierOf } from "../model/tier.ts";
import { planService } from "./plan-service.ts";
import type { DeclaredVolumes, ServicePlan } from "./service-plan.ts";
import { activeReplicas, servingColors } from "./serving-colors.ts";

export interface StackPlanInput {
  services: Readonly<Record<string, ServiceSpec>>;
  /** Names of the volumes for their secrets, by service. */
  volumes: Readonly<Record<string, DeclaredVolumes>>;
  /** Services that may vanish although they serve. */
  retire: readonly string[];
  /** What forbids this `up` on the platform that the stack runs on. */
  platformProblems: readonly string[];
  /** What the config says of the stack's tier; see {@link tierOf}. */
  tier?: string | undefined;
}

/** Plans every service; throws a ProblemsError with everything that forbids this `up`, before anything is registered. */
export function planStack(input: StackPlanInput, observed: Observed): Readonly<Record<string, ServicePlan>> {
  const tier = tierOf(observed.stack, input.tier);
  const plans = Object.fromEntries(
    Object.entries(input.services)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, spec]) => [name, planService(name, spec, observed, input.volumes[name], tier)]),
  );
  const problems = [
    ...Object.values(plans).flatMap((plan) => plan.problems),
    ...vanishedProblems(Object.keys(input.services), input.retire, observed),
    ...takenRouteProblems(input.services, observed),
    ...input.platformProblems,
  ];
  if (problems.length > 0) throw new ProblemsError(problems);
  return plans;
}

/** Services that serve and are gone from the config without a word. */
export function vanishedProblems(declared: readonly string[], retire: readonly string[], observed: Observed): string[] {
  return servingServices(observed.hosts)
    .filter((name) => !declared.includes(name) && !retire.includes(name))
    .map(
      (name) =>
        `services.${name}: serves and is gone from the config. ` +
        `Put it back, or set \`tidegate:retire: [${name}]\` to take it down.`,
    );
}

/**
 * Routes that another service still has on the edge, because it retires or gets another one in this very `up`. For a while
 * both would have it, and requests would go to the one that is not proved yet, or is not there any more.
 */
export function takenRouteProblems(services: Readonly<Record<string, ServiceSpec>>, observed: Observed): string[] {
  const held = observed.hosts.flatMap((host) =>
    Object.entries(host.services).flatMap(([holder, { record }]) => {
      const route = record?.config?.route;
      return route === undefined ? [] : routeEntries(route).map((entry) => ({ holder, key: routeKey(entry) }));
    }),
  );
  const problems = Object.entries(services).flatMap(([name, { route }]) =>
    routeEntries(route).flatMap(({ host, path }) =>
      held
        .filter(({ holder, key }) => holder !== name && key === routeKey({ host, path }))
        .map(
          ({ holder }) =>
            `services.${name}.route: ${holder} has this route on the edge, got host ${JSON.stringify(host)} and path ` +
            `${JSON.stringify(path)}. Take it from ${holder} in an \`up\` of its own first; or, for no gap at all, keep ` +
            `${holder} and release the new app into its idle color.`,
        ),
    ),
  );
  return [...new Set(problems)]; // what several hosts have is said once
}

/** What an `up` does to the traffic of services that retire, in a sentence each. */
export function retireSentences(declared: readonly string[], retire: readonly string[], observed: Observed): string[] {
  return servingServices(observed.hosts)
    .filter((name) => !declared.includes(name) && retire.includes(name))
    .map((name) => {
      const touched = observed.hosts.flatMap((host) => activeReplicas(host, name)).length;
      return `${name}: traffic ends, the service is taken down; ${touched} active ${touched === 1 ? "container" : "containers"} removed`;
    });
}

/** Names of the services that somebody serves, in order. */
export function servingServices(hosts: readonly ObservedHost[]): string[] {
  return serviceNames(hosts).filter((name) => servingColors(hosts, name).length > 0);
}
