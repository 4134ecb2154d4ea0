import { z } from "zod";
import { InputError } from "../../model/errors.ts";
import { ALL_RULES, levelsOf } from "../../policy/all-rules.ts";
import { ruleUrl } from "../../policy/rule-url.ts";
import { readableWidth } from "../display/wrap.ts";
import { levelsSchema, ruleShape } from "../policy/rule-shape.ts";
import { ruleText } from "../policy/rule-text.ts";
import { defineResult } from "../result/result.ts";

export const policyExplainResult = defineResult("policy explain", {
  rule: z.strictObject({ ...ruleShape, levels: levelsSchema }),
});

/** Prints what a rule asks for, why, and what to do: the text of its docs page. */
export function policyExplain({ rule: id, json }: { rule: string; json: boolean }): void {
  const rule = ALL_RULES.find((one) => one.id === id);
  if (rule === undefined) {
    throw new InputError(`RULE: there is no rule ${JSON.stringify(id)}. \`tidegate policy list\` shows all of them.`);
  }
  const url = ruleUrl(id);
  if (json) policyExplainResult.print({ rule: { ...rule, levels: levelsOf(id), url } });
  else process.stdout.write(`${ruleText(rule, url, readableWidth())}\n`);
}
