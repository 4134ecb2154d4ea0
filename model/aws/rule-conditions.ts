import type { Route } from "../route.ts";
import { withoutSlash } from "../route.ts";

/** What a listener's rule asks of a request; an empty list asks nothing. */
export interface RuleConditions {
  hosts: readonly string[];
  paths: readonly string[];
}

/** Most values that the conditions of one rule may have together. Source: "Quotas for your Application Load Balancers". */
export const MAX_VALUES = 5;
/** Most characters of a host or path in a condition. */
const MAX_LENGTH = 128;

/**
 * The requests of a route as conditions. A prefix takes two values, itself and what is below it, so that `/api` takes `/api/x` and
 * not `/apix`. A rule without any condition there is not: one for everything takes the path `/*`.
 */
export function ruleConditions({ host, path, hosts = [], paths = [] }: Route): RuleConditions {
  const named = [host, ...hosts].filter((name) => name !== "*");
  const prefixes = [path, ...paths].map(withoutSlash).filter((prefix) => prefix !== "");
  const asked = prefixes.flatMap((prefix) => [prefix, `${prefix}/*`]);
  return { hosts: named, paths: named.length + asked.length === 0 ? ["/*"] : asked };
}

/** What of a route a listener's rule cannot do. `path` is where the route is written. */
export function ruleProblems(route: Route, path: string): string[] {
  const { hosts, paths } = ruleConditions(route);
  const values = [...hosts, ...paths];
  const tooLong = values.find((value) => value.length > MAX_LENGTH);
  return [
    ...(["stripPrefix", "redirects"] as const)
      .filter((key) => route[key] !== undefined)
      .map((key) => `${path}.${key}: is not there on AWS, whose load balancer does not do it. Remove it.`),
    ...(values.length > MAX_VALUES
      ? [
          `${path}: needs ${values.length} values in a rule of the load balancer, which takes ${MAX_VALUES}: one for a host, two for a ` +
            "path. Name fewer of them, or make another service of some.",
        ]
      : []),
    ...(tooLong === undefined
      ? []
      : [
          `${path}: has a host or path of more than ${MAX_LENGTH} characters, got ${JSON.stringify(tooLong)}. Shorten it.`,
        ]),
  ];
}
