import { recordOf } from "../../../model/observed-hosts.ts";
import type { Observed } from "../../../model/observed.ts";
import type { ObservedAws, ObservedRule } from "./observed.ts";
import { weightsOf } from "./served.ts";

/** A rule that a stack is to have. */
export interface DeclaredRule {
  service: string;
  /** Its place among the rules of the listener. */
  priority: number;
}

/**
 * What forbids an `up` because the listener's rules are not ours alone to set: a place that somebody else has, two rules for one service,
 * and traffic that goes to target groups we know nothing of.
 */
export function ruleProblems(declared: readonly DeclaredRule[], aws: ObservedAws): string[] {
  return declared.flatMap(({ service, priority }) => {
    const rules = aws.rules.filter((rule) => rule.service === service);
    return [
      ...takenProblems(service, priority, aws),
      ...(rules.length > 1 ? [severalRules(service, rules)] : []),
      ...rules.flatMap((rule) => strayProblems(rule, aws)),
    ];
  });
}

/** Services that serve by what is remembered, and whose rule is gone. The state may believe in it; only a refresh finds out. */
export function missingRuleNotices(
  services: readonly string[],
  { rules }: Pick<ObservedAws, "rules">,
  { hosts }: Pick<Observed, "hosts">,
): string[] {
  return services
    .filter((name) => recordOf(hosts, name)?.active != null && rules.every(({ service }) => service !== name))
    .map(
      (name) =>
        `${name}: has no rule on the listener, so that nobody's requests reach it. ` +
        "Unless this `up` makes it, run it again with `--refresh`.",
    );
}

function takenProblems(service: string, priority: number, { foreign }: ObservedAws): string[] {
  return foreign
    .filter((rule) => rule.priority === priority)
    .map(({ arn, stack }) => {
      const whose = stack === null ? "is nothing of ours" : `belongs to ${stack}`;
      return (
        `services.${service}: its rule must have place ${priority} on the listener, where there is a rule that ${whose} (${arn}). ` +
        "Give the service another place."
      );
    });
}

function severalRules(service: string, rules: readonly ObservedRule[]): string {
  const arns = rules.map(({ arn }) => arn).join(", ");
  return `services.${service}: ${rules.length} rules of the listener are this service's, got ${arns}. Remove those that no state knows.`;
}

function strayProblems(rule: ObservedRule, { pools }: ObservedAws): string[] {
  const { blue, green, others } = weightsOf(rule, pools);
  if (others === 0) return [];
  return [
    `services.${rule.service}: somebody has its rule send ${others} of ${blue + green + others} parts of the traffic to target groups ` +
      `that are none of its colors (${rule.arn}). Take them out of the rule and run again.`,
  ];
}
