import { InputError } from "../../model/errors.ts";
import { ALL_RULES, levelsOf } from "../../policy/all-rules.ts";
import { ruleUrl } from "../../policy/rule-url.ts";
import { readableWidth } from "../display/wrap.ts";
import { ruleText } from "../policy/rule-text.ts";

/** Prints what a rule asks for, why, and what to do: the text of its docs page. */
export function policyExplain({ rule: id, json }: { rule: string; json: boolean }): void {
  const rule = ALL_RULES.find((one) => one.id === id);
  if (rule === undefined) {
    throw new InputError(`RULE: there is no rule ${JSON.stringify(id)}. \`tidegate policy list\` shows all of them.`);
  }
  const printed = json
    ? JSON.stringify({ ...rule, levels: levelsOf(id), url: ruleUrl(id) }, undefined, 2)
    : ruleText(rule, ruleUrl(id), readableWidth());
  process.stdout.write(`${printed}\n`);
}
