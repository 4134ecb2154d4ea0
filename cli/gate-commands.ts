import { Argument, type Command } from "commander";
import { GATE_IDS } from "../model/gates/gates.ts";
import { examples } from "./examples.ts";

/** The commands on the gates that stand before a release. */
export function addGateCommands(program: Command): void {
  const gates = program.command("gates").description("what may stand before a release, and why");

  gates
    .command("list")
    .description("every gate there is, and what it asks")
    .option("--json", "print the result as JSON", false)
    .addHelpText("after", examples("gates list"))
    .action(async (options: { json: boolean }) => {
      const { gatesList } = await import("./commands/gates-list.ts");
      gatesList(options);
    });

  gates
    .command("explain")
    .description("what a gate asks, why, how it is declared, and what to do where it is closed")
    .addArgument(new Argument("<gate>", "id of the gate").choices(GATE_IDS))
    .option("--json", "print the result as JSON", false)
    .addHelpText("after", examples("gates explain window"))
    .action(async (gate: (typeof GATE_IDS)[number], options: { json: boolean }) => {
      const { gatesExplain } = await import("./commands/gates-explain.ts");
      gatesExplain({ gate, ...options });
    });
}
