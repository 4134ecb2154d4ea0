import type { StepInfo } from "../../engine/events.ts";
import { PLAN_RULES } from "../../policy/plan/plan-rules.ts";
import { judgesType, OTHER_TYPE } from "../../policy/rule.ts";
import { RULES } from "../../policy/rules.ts";
import type { ReportedJudgement, ReportedResource, ReportedRule } from "../../policy/report/report.ts";

/** So it is with what the program does not declare: what is to be deleted, and the stack's file. */
const UNSEEN = "No pack was shown it";

/** Every rule against everything that was judged or that the plan has a step for, in the order of the rules. */
export function fillMatrix(
  rules: readonly ReportedRule[],
  found: readonly ReportedJudgement[],
  steps: readonly StepInfo[],
): ReportedJudgement[] {
  const planned = steps.map(({ urn, type, name }): ReportedResource => ({ urn, type, name }));
  const resources = new Map([...found.map(({ resource }) => resource), ...planned].map((one) => [one.urn, one]));
  const known = new Map(found.map((judgement) => [cell(judgement.rule, judgement.resource), judgement]));
  return rules.flatMap(({ id: rule }) => {
    const planReason = PLAN_RULES.find(({ id }) => id === rule)?.notApplicable;
    const judge = RULES.find(({ id }) => id === rule);
    const reasonFor = ({ type }: ReportedResource) =>
      planReason ?? (judge === undefined || judgesType(judge, type) ? UNSEEN : OTHER_TYPE);
    return [...resources.values()].map(
      (resource) =>
        known.get(cell(rule, resource)) ??
        ({ rule, resource, outcome: "not-applicable", violations: [], reason: reasonFor(resource) } as const),
    );
  });
}

function cell(rule: string, { urn }: ReportedResource): string {
  return `${rule} ${urn}`;
}
