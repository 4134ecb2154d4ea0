import { OTHER_TYPE, RULE_GROUPS, type RuleGroup } from "../rule.ts";
import { plural } from "./plural.ts";
import type { PolicyReport, ReportedJudgement, ReportedRule } from "./report.ts";

export const GROUP_TITLES: Readonly<Record<RuleGroup, string>> = {
  images: "Images",
  secrets: "Secrets",
  containers: "Containers",
  service: "Service",
  stack: "Stack",
  aws: "AWS",
  plan: "Plan",
};

export interface JudgedGroup {
  group: RuleGroup;
  rules: readonly ReportedRule[];
  judgements: readonly ReportedJudgement[];
  /** Nothing of the types that its rules judge was there, as with rules for AWS in a project without AWS. */
  isIdle: boolean;
}

/** The groups that have rules, in the order of reports. */
export function judgedGroups({ rules, judgements }: Pick<PolicyReport, "rules" | "judgements">): JudgedGroup[] {
  const byRule = Map.groupBy(judgements, ({ rule }) => rule);
  return RULE_GROUPS.flatMap((group) => {
    const own = rules.filter((rule) => rule.group === group);
    if (own.length === 0) return [];
    const found = own.flatMap(({ id }) => byRule.get(id) ?? []);
    return [{ group, rules: own, judgements: found, isIdle: found.every(({ reason }) => reason === OTHER_TYPE) }];
  });
}

/** `23 rules for AWS had nothing to judge`; undefined where all had. */
export function idleSentence(groups: readonly JudgedGroup[]): string | undefined {
  const idle = groups.filter(({ isIdle }) => isIdle);
  if (idle.length === 0) return undefined;
  const count = idle.reduce((sum, { rules }) => sum + rules.length, 0);
  return `${plural(count, "rule")} for ${idle.map(({ group }) => GROUP_TITLES[group]).join(" and ")} had nothing to judge`;
}
