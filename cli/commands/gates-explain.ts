import { z } from "zod";
import { GATES } from "../../delivery/gates/all-gates.ts";
import type { GateText } from "../../delivery/gates/gate.ts";
import { GATE_IDS, type GateId } from "../../model/gates/gates.ts";
import { tierDefaultsOf, type TierDefault } from "../../model/gates/tier-defaults.ts";
import { readableWidth, wrap } from "../display/wrap.ts";
import { tierDefaultSchema, tierSentence } from "../gates/tier-words.ts";
import { defineResult } from "../result/result.ts";

export const gatesExplainResult = defineResult("gates explain", {
  gate: z.strictObject({
    id: z.enum(GATE_IDS),
    title: z.string(),
    description: z.string().describe("What it asks."),
    rationale: z.string().describe("What goes wrong without it."),
    remediation: z.string().describe("What to do where it is closed."),
    example: z.string().describe("As a stack file has it under `gates`."),
    deadline: z.string().describe("How long it may take to find out; later it is closed."),
    tierDefaults: z.array(tierDefaultSchema).describe("Fields whose default is not the same in all tiers."),
  }),
});

/** Prints what a gate asks, why, how it is declared, and what to do where it is closed: the text of its docs page. */
export function gatesExplain({ gate: id, json }: { gate: GateId; json: boolean }): void {
  const { title, description, rationale, remediation, example, deadline } = GATES[id];
  const gate = { id, title, description, rationale, remediation, example, deadline };
  const tierDefaults = tierDefaultsOf(id);
  if (json) gatesExplainResult.print({ gate: { ...gate, tierDefaults } });
  else process.stdout.write(`${gateText(gate, tierDefaults, readableWidth())}\n`);
}

function gateText(gate: GateText, tierDefaults: readonly TierDefault[], width: number): string {
  const part = (title: string, text: string) => ["", `${title}:`, ...wrap(text.replaceAll("`", ""), width, "  ")];
  return [
    `${gate.id}: ${gate.title}`,
    "",
    ...wrap(gate.description.replaceAll("`", ""), width),
    ...part("Why", gate.rationale),
    ...part("What to do", gate.remediation),
    ...part("Deadline", `${gate.deadline}; what it does not know by then is closed`),
    ...(tierDefaults.length === 0 ? [] : ["", "Defaults by tier, of what is left out:"]),
    ...tierDefaults.flatMap((field) => wrap(tierSentence(field), width, "    ", "  ")),
    ...["", "In the stack's file, for all services (or below a service, for that one):", "    tidegate:gates:"],
    ...gate.example.split("\n").map((line) => `      ${line}`),
  ].join("\n");
}
