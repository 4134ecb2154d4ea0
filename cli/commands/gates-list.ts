import { z } from "zod";
import { GATES } from "../../delivery/gates/all-gates.ts";
import { GATE_IDS } from "../../model/gates/gates.ts";
import { readableWidth, wrap } from "../display/wrap.ts";
import { defineResult } from "../result/result.ts";

export const gatesListResult = defineResult("gates list", {
  gates: z.array(
    z.strictObject({
      id: z.enum(GATE_IDS),
      title: z.string(),
      description: z.string(),
      deadline: z.string().describe("How long it may take to find out; later it is closed."),
    }),
  ),
});

/** Prints every gate there is: on a terminal in as many lines as it takes, else a line each. */
export function gatesList({ json }: { json: boolean }): void {
  const gates = GATE_IDS.map((id) => GATES[id]);
  if (json) {
    gatesListResult.print({
      gates: gates.map(({ id, title, description, deadline }) => ({ id, title, description, deadline })),
    });
    return;
  }
  const width = Math.max(...gates.map(({ id }) => id.length));
  const lines = gates.flatMap(({ id, title, description }) =>
    process.stdout.isTTY
      ? [`${id}  ${title}`, ...wrap(description.replaceAll("`", ""), readableWidth(), "    ")]
      : [`${id.padEnd(width)}  ${description}`],
  );
  process.stdout.write(`${lines.join("\n")}\n`);
}
