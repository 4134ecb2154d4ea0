import type { StepInfo } from "../../engine/events.ts";
import { canaryAbortName } from "../../model/names.ts";
import { recordOf, serviceNames } from "../../model/observed-hosts.ts";
import { servingColors } from "../../plan/serving-colors.ts";
import { Exceptions, type ExceptedViolation } from "../../policy/exceptions.ts";
import { PLAN_RULES } from "../../policy/plan/plan-rules.ts";
import type { Plan, PlanJudgement, PlanRule } from "../../policy/plan/plan.ts";
import { tierIn, type PlanSituation } from "./plan-situation.ts";
import { COMMAND } from "../../policy/resource-types.ts";
import { readDeclared } from "./stack-configs.ts";

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

function planOf(steps: readonly StepInfo[], situation: PlanSituation): Plan {
  const { stack, configs, observed, settings } = situation;
  const { retired, replicas } = readDeclared(configs[stack] ?? {});
  const hosts = observed?.hosts ?? [];
  const serving = serviceNames(hosts).flatMap((service) => {
    const { canary, active = null } = recordOf(hosts, service) ?? {};
    const only = endsCanary(steps, service) ? (canary?.from ?? active) : null;
    const colors = servingColors(hosts, service).filter((color) => only === null || color === only);
    return colors.map((color) => ({ service, color }));
  });
  return { stack, tier: tierIn(situation), steps, serving, retired, replicas, configs, settings };
}

/** Whether a step before all others sends the clients of a canary back, so that its color serves nobody any more. */
function endsCanary(steps: readonly StepInfo[], service: string): boolean {
  const ends = (op: StepInfo["op"]) => op === "update" || op === "create";
  return steps.some(({ op, type, name }) => type === COMMAND && name === canaryAbortName(service) && ends(op));
}
