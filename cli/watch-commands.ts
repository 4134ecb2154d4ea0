import type { Command } from "commander";
import { examples } from "./examples.ts";
import { stackOptions, withStack } from "./stack-options.ts";

/** The command on what only the engine knows of a release. */
export function addWatchCommands(program: Command): void {
  withStack(program.command("watch"))
    .description("watch what serves for restarts, health and lines of its log, and go back when something turns red")
    .argument("<service>", "the service")
    .option("--for <time>", "how long, at most 1h; 10m when left out, and on AWS to the end of the release")
    .option("--once", "on AWS: look once, for a task that a schedule starts each minute", false)
    .option("--no-rollback", "leave the traffic where it is, and say so with exit code 3")
    .addHelpText(
      "after",
      `${examples("watch shop --for 30m -s prod", "watch shop --for 10m --no-rollback --json -s prod", "watch shop --once -s prod")}
The agent judges what users get; only the container engine knows of restarts, of memory that ran out and of logs. An \`up\` looks at them
for \`checks.bakeTime\`; a pipeline or a timer may go on with this. Logs are looked at where the release has \`checks.logs\`.
On AWS, where there is no agent, this takes a canary's steps and judges by the guard instead.
Exit codes: 0 it was well, 3 red and traffic unmoved, 5 red and traffic is back, 6 somebody else has switched meanwhile.`,
    )
    .action(async (service: string, options: { for?: string; rollback: boolean; once: boolean }) => {
      const { watch } = await import("./commands/watch.ts");
      await watch({ ...stackOptions(options), service, ...given(options) });
    });
}

function given({ for: time, rollback, once }: { for?: string; rollback: boolean; once: boolean }) {
  return { rollback, once, ...(time === undefined ? {} : { for: time }) };
}
