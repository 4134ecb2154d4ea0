import type { StepInfo } from "../../engine/events.ts";
import { servingColors } from "../../edge/serving-colors.ts";
import type { Observed } from "../../model/observed.ts";
import { tierOf } from "../../model/tier.ts";
import { Exceptions } from "../../policy/exceptions.ts";
import type { ExceptedViolation } from "../../policy/exceptions.ts";
import { PLAN_RULES } from "../../policy/plan/plan-rules.ts";
import type { Plan, PlanJudgement, PlanRule } from "../../policy/plan/plan.ts";
import type { PolicySettings } from "../../policy/settings.ts";
import { readDeclared } from "./stack-configs.ts";

/** What a plan is judged by, beside its steps. */
export interface PlanSituation {
  stack: string;
  configs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  observed: Observed | undefined;
  settings: Readonly<PolicySettings>;
  /** A date like 2027-03-31, in UTC. */
  today: string;
}

/** What a plan rule found of one resource, exceptions applied. */
export interface PlanFinding extends PlanJudgement {
  rule: PlanRule;
  excepted: readonly ExceptedViolation[];
}

/** Judges the steps of a preview by every plan rule. */
export function judgePlan(steps: readonly StepInfo[], situation: PlanSituation): PlanFinding[] {
  const plan = planOf(steps, situation);
  const exceptions = new Exceptions(situation.settings.exceptions, situation);
  return PLAN_RULES.flatMap((rule) =>
    rule.check(plan).map(({ resource, violations }) => ({
      ...{ rule, resource },
      violations: exceptions.filter(rule.id, resource, violations),
      excepted: exceptions.take(resource.urn),
    })),
  );
}

function planOf(steps: readonly StepInfo[], { stack, configs, observed, settings }: PlanSituation): Plan {
  const { tier, retired, replicas } = readDeclared(configs[stack] ?? {});
  const serving =
    observed === undefined
      ? []
      : Object.keys(observed.services).flatMap((service) =>
          servingColors(observed, service).map((color) => ({ service, color })),
        );
  return { stack, tier: tierOf(stack, tier), steps, serving, retired, replicas, configs, settings };
}
