import type { Command } from "commander";
import { describeChange } from "./change-options.ts";
import { examples } from "./examples.ts";
import { stackOptions, withStack } from "./stack-options.ts";

/** The command on releases that an emergency let through. */
export function addReviewCommands(program: Command): void {
  withStack(program.command("review"))
    .description("say that you have looked at a release that an emergency let through; moves no traffic")
    .argument("<service>", "the service")
    .option("--version <version>", "of which release (default: the only one that awaits a review)")
    .requiredOption("--reason <text>", "what you found, for the record")
    .addHelpText(
      "after",
      `${examples('review shop --reason "looked at the change and at the logs: it may stay" -s prod')}
A release with --emergency is to be reviewed within 24 hours, by somebody else than who made it. \`tidegate status\` asks for it
until that is done; the review is an entry of the ledger.`,
    )
    .action(async (service: string, options: { version?: string; reason: string }) => {
      describeChange(options, process.env);
      const { review } = await import("./commands/review.ts");
      const { version } = options;
      await review({ ...stackOptions(options), service, ...(version === undefined ? {} : { version }) });
    });
}
