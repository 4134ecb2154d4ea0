import type { Canary } from "../canary.ts";
import type { ServiceSpec } from "../service.ts";
import { MAX_VALUES, ruleConditions } from "./rule-conditions.ts";
import { CANARY_PRIORITIES } from "./rule-priority.ts";

/** What of a canary the load balancer cannot do. `priority` was chosen for the service's rule; `at` is where the service is written. */
export function canaryProblems(
  { canary, route }: Pick<ServiceSpec, "canary" | "route">,
  priority: number | undefined,
  at: string,
): string[] {
  if (canary === undefined) return [];
  const { hosts, paths } = ruleConditions(route);
  const values = hosts.length + paths.length + 1;
  const { min, max } = CANARY_PRIORITIES;
  const isInOrder = priority === undefined || (priority >= min && priority <= max);
  return [
    ...settingProblems(canary, `${at}.canary`),
    ...(values <= MAX_VALUES
      ? []
      : [
          `${at}.route: needs ${values} values in the rule by which a color is forced, with its header, and the load balancer takes ` +
            `${MAX_VALUES}. Name fewer hosts or paths, or release without a canary.`,
        ]),
    ...(isInOrder
      ? []
      : [
          `${at}: its \`priority\` must be between ${min} and ${max} with a canary, whose rule needs a place before all others, got ` +
            `${priority}. Change it.`,
        ]),
  ];
}

function settingProblems({ steps, sticky, onNewVersion }: Canary, at: string): string[] {
  const tooFine = /\d+\.\d[1-9]/.exec(steps)?.[0];
  return [
    ...(tooFine === undefined
      ? []
      : [
          `${at}.steps: must be shares in whole tenths of a per cent on AWS, whose load balancer knows no smaller ones, got "${tooFine}%". Round it.`,
        ]),
    ...(sticky === "cookie"
      ? []
      : [
          `${at}.sticky: must be "cookie" on AWS, whose load balancer knows clients by nothing else, got ${JSON.stringify(sticky)}. Remove it.`,
        ]),
    ...(onNewVersion === "refuse"
      ? []
      : [`${at}.onNewVersion: is not there on AWS yet. Remove it, and end a canary with \`tidegate canary abort\`.`]),
  ];
}
