import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { renderExcepted } from "./excepted-message.ts";
import type { Exceptions } from "./exceptions.ts";
import { levelOf } from "./levels.ts";
import { PLAN_RULES } from "./plan/plan-rules.ts";
import { readResource } from "./remember-inputs.ts";
import { ruleUrl } from "./rule-url.ts";
import { isNotApplicable, OTHER_TYPE, type JudgeContext, type Rule } from "./rule.ts";

/** A rule as Pulumi runs it. */
export function toPolicy(rule: Rule, context: JudgeContext, exceptions: Exceptions): ResourceValidationPolicy {
  return {
    name: rule.id,
    displayName: rule.title,
    description: rule.description,
    enforcementLevel: levelOf(rule.id, context.tier),
    severity: rule.severity,
    framework: rule.framework,
    tags: [rule.group],
    remediationSteps: rule.remediation,
    url: ruleUrl(rule.id),
    validateResource: (args, reportViolation) => {
      if (!judgesType(rule, args.type)) args.notApplicable(OTHER_TYPE);
      const resource = readResource(args);
      const judgement = rule.judge(resource, context);
      const violations = isNotApplicable(judgement) ? args.notApplicable(judgement.notApplicable) : judgement;
      for (const violation of exceptions.filter(rule.id, resource, violations)) reportViolation(violation);
    },
  };
}

/** Whether a rule has something to say about resources of a type. */
export function judgesType({ judges }: Rule, type: string): boolean {
  return judges === "every type" || judges.includes(type);
}

/** Tells of everything that an exception lets pass. Comes after the rules. */
export function activeExceptions(exceptions: Exceptions): ResourceValidationPolicy {
  return {
    name: "active-exceptions",
    displayName: "Active exceptions",
    description: "Tells of every violation that an exception lets pass.",
    enforcementLevel: "advisory",
    severity: "low",
    validateResource: ({ urn }, reportViolation) => {
      for (const excepted of exceptions.take(urn)) reportViolation(renderExcepted(excepted));
    },
  };
}

/** Finds exceptions that have expired, that nothing needs, or that name no rule. */
export function exceptionsInOrder(exceptions: Exceptions, rules: readonly Rule[]): StackValidationPolicy {
  const judged = new Set(rules.map((rule) => rule.id));
  const known = new Set([...judged, ...PLAN_RULES.map((rule) => rule.id)]);
  return {
    name: "exceptions-in-order",
    displayName: "Exceptions in order",
    description: "Exceptions name a rule, have not expired, and are needed.",
    enforcementLevel: "advisory",
    severity: "medium",
    validateStack: (_stack, reportViolation) => {
      for (const finding of exceptions.findings({ judged, known })) reportViolation(finding);
    },
  };
}
