import type { Command } from "commander";
import { describeChange } from "./change-options.ts";
import { examples } from "./examples.ts";
import { stackOptions, withStack } from "./stack-options.ts";

/** The commands on what the agent tells people. */
export function addNotifyCommands(program: Command): void {
  withStack(program.command("ack"))
    .description("say that you look after a critical event, so that nobody else is told of it")
    .argument("<id>", "of the event, as its message has it")
    .option("--reason <text>", "what you know of it, for the others")
    .addHelpText("after", examples('ack shop-17-rolled-back --reason "the database was full" -s prod'))
    .action(async (id: string, options: { reason?: string }) => {
      describeChange(options, process.env);
      const { ack } = await import("./commands/ack.ts");
      await ack({ ...stackOptions(options), id, reason: options.reason });
    });

  const notify = program.command("notify").description("what the agent tells people, and through which channels");

  withStack(notify.command("status"))
    .description("how each channel does, what waits, and what nobody has acknowledged")
    .addHelpText("after", examples("notify status -s prod", "notify status -s prod --json"))
    .action(async (options: unknown) => {
      const { notifyStatus } = await import("./commands/notify-status.ts");
      await notifyStatus(stackOptions(options));
    });

  withStack(notify.command("test"))
    .description("send a test from the agent, and show how each channel took it")
    .argument("[channel]", "only through this one")
    .addHelpText("after", examples("notify test -s prod", "notify test chat -s prod"))
    .action(async (channel: string | undefined, options: unknown) => {
      const { notifyTest } = await import("./commands/notify-test.ts");
      await notifyTest({ ...stackOptions(options), ...(channel === undefined ? {} : { channel }) });
    });
}
