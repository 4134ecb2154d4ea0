import {
  validateResourceOfType,
  type ResourceValidation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { ComponentResource } from "@pulumi/pulumi";
import { renderExcepted } from "./excepted-message.ts";
import type { Exceptions } from "./exceptions.ts";
import { levelOf } from "./levels.ts";
import { PLAN_RULES } from "./plan/plan-rules.ts";
import { readResource } from "./remember-inputs.ts";
import { ruleUrl } from "./rule-url.ts";
import { isNotApplicable, judgesType, OTHER_TYPE, type JudgeContext, type Rule } from "./rule.ts";

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
    validateResource: forTypes(rule, (args, reportViolation) => {
      const resource = readResource(args);
      const judgement = rule.judge(resource, context);
      const violations = isNotApplicable(judgement) ? notApplicable(args, judgement.notApplicable) : judgement;
      for (const violation of exceptions.filter(rule.id, resource, violations)) reportViolation(violation);
    }),
  };
}

/**
 * Runs a validation for the types that its rule judges. Where that is one, Pulumi's own filter sorts out the others: it does
 * so before it decodes a resource's inputs, which it does anew for every rule.
 */
function forTypes(rule: Rule, validate: ResourceValidation): ResourceValidation {
  const [type, ...others] = rule.judges === "every type" ? [] : rule.judges;
  if (type !== undefined && others.length === 0) {
    const standIn = Object.assign(class extends ComponentResource {}, { __pulumiType: type });
    return validateResourceOfType(standIn, (_props, args, reportViolation) => validate(args, reportViolation));
  }
  return (args, reportViolation) =>
    judgesType(rule, args.type) ? validate(args, reportViolation) : notApplicable(args, OTHER_TYPE);
}

/** What the SDK throws, by reason: made once, because its stack trace is dear, and nobody reads it. */
const thrown = new Map<string, unknown>();

function notApplicable(args: ResourceValidationArgs, reason: string): never {
  if (!thrown.has(reason)) {
    try {
      args.notApplicable(reason);
    } catch (error) {
      thrown.set(reason, error);
    }
  }
  throw thrown.get(reason);
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
