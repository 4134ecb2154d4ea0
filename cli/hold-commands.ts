import type { Command } from "commander";
import { describeChange } from "./change-options.ts";
import { examples } from "./examples.ts";
import { stackOptions, withStack } from "./stack-options.ts";

/** The commands on versions that were rolled back. */
export function addHoldCommands(program: Command): void {
  const hold = program.command("hold").description("versions that were rolled back and may not serve again");

  withStack(hold.command("clear"))
    .description("let one be released again; moves no traffic")
    .argument("<service>", "the service")
    .requiredOption("--reason <text>", "why it may serve again, for the record")
    .addHelpText("after", examples('hold clear shop --reason "the fault was in the database" -s prod'))
    .action(async (service: string, options: { reason: string }) => {
      describeChange(options, process.env);
      const { holdClear } = await import("./commands/hold-clear.ts");
      await holdClear({ ...stackOptions(options), service });
    });
}
