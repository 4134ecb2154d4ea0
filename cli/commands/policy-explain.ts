import { InputError } from "../../model/errors.ts";
import { explainRule } from "../../policy/explain.ts";
import { levelOf } from "../../policy/levels.ts";
import { PLAN_RULES } from "../../policy/plan/plan-rules.ts";
import { ruleUrl } from "../../policy/rule-url.ts";
import { RULES } from "../../policy/rules.ts";

/** Prints what a rule asks for, why, and what to do: the text of its docs page. */
export function policyExplain({ rule: id, json }: { rule: string; json: boolean }): void {
  const rule = [...RULES, ...PLAN_RULES].find((one) => one.id === id);
  if (rule === undefined) {
    throw new InputError(`RULE: there is no rule ${JSON.stringify(id)}. \`tidegate policy list\` shows all of them.`);
  }
  const { title, group, description, rationale, severity, framework, remediation, example } = rule;
  const text = { id, title, group, description, rationale, severity, framework, remediation, example };
  const levels = { dev: levelOf(id, "dev"), stg: levelOf(id, "stg"), prod: levelOf(id, "prod") };
  const printed = json ? JSON.stringify({ ...text, levels, url: ruleUrl(id) }, undefined, 2) : explainRule(rule);
  process.stdout.write(`${printed}\n`);
}
