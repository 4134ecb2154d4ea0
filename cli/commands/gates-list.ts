import { z } from "zod";
import { GATES } from "../../delivery/gates/all-gates.ts";
import { GATE_IDS } from "../../model/gates/gates.ts";
import { tierDefaultsOf } from "../../model/gates/tier-defaults.ts";
import { readableWidth, wrap } from "../display/wrap.ts";
import { tierDefaultSchema, tierSentence } from "../gates/tier-words.ts";
import { defineResult } from "../result/result.ts";

export const gatesListResult = defineResult("gates list", {
  gates: z.array(
    z.strictObject({
      id: z.enum(GATE_IDS),
      title: z.string(),
      description: z.string(),
      deadline: z.string().describe("How long it may take to find out; later it is closed."),
      tierDefaults: z.array(tierDefaultSchema).describe("Fields whose default is not the same in all tiers."),
    }),
  ),
});

/** Prints every gate there is: on a terminal in as many lines as it takes, else a line each. */
export function gatesList({ json }: { json: boolean }): void {
  const gates = GATE_IDS.map((id) => {
    const { title, description, deadline } = GATES[id];
    return { id, title, description, deadline, tierDefaults: tierDefaultsOf(id) };
  });
  if (json) return gatesListResult.print({ gates });
  const width = Math.max(...gates.map(({ id }) => id.length));
  const lines = gates.flatMap(({ id, title, description, tierDefaults }) => {
    const defaults = tierDefaults.map(tierSentence).join("; ");
    const text = defaults === "" ? description : `${description} Defaults by tier: ${defaults}.`;
    return process.stdout.isTTY
      ? [`${id}  ${title}`, ...wrap(text.replaceAll("`", ""), readableWidth(), "    ")]
      : [`${id.padEnd(width)}  ${text}`];
  });
  process.stdout.write(`${lines.join("\n")}\n`);
}
