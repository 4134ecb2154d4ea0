import { z } from "zod";
import { ALL_RULES, levelsOf } from "../../policy/all-rules.ts";
import { readableWidth, wrap } from "../display/wrap.ts";
import { levelsSchema, ruleHead } from "../policy/rule-shape.ts";
import { defineResult } from "../result/result.ts";

export const policyListResult = defineResult("policy list", {
  rules: z.array(z.strictObject({ ...ruleHead, levels: levelsSchema })),
});

/** Prints every rule there is: on a terminal in as many lines as it takes, else a line each. */
export function policyList({ json }: { json: boolean }): void {
  const rules = ALL_RULES.map(({ id, title, group, severity, description }) => ({
    ...{ id, title, group, severity, description },
    levels: levelsOf(id),
  }));
  if (json) {
    policyListResult.print({ rules });
    return;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.flatMap(({ id, group, severity, levels, description }) => {
    const inDev = levels.dev === "advisory" ? "warns in dev" : "";
    if (process.stdout.isTTY) {
      const head = [id, group, severity, ...(inDev === "" ? [] : [inDev])].join("  ");
      return [head, ...wrap(description, readableWidth(), "    ")];
    }
    return [`${id.padEnd(width)}  ${group.padEnd(10)}  ${severity.padEnd(8)}  ${inDev.padEnd(12)}  ${description}`];
  });
  process.stdout.write(`${lines.join("\n")}\n`);
}
