import { Option, type Command } from "commander";
import { CHANGE_CLASSES } from "../model/change.ts";
import { examples } from "./examples.ts";
import { stackOptions, withStack } from "./stack-options.ts";

/** The commands by which people ask for a release and approve it. */
export function addApprovalCommands(program: Command): void {
  const request = program
    .command("request")
    .description("ask for a release to be approved, as the stack's file has it");
  withKey(withVersion(withStack(request)))
    .addOption(
      new Option("--class <class>", "class of the change")
        .choices(CHANGE_CLASSES)
        .default("normal")
        .env("TIDEGATE_CHANGE_CLASS"),
    )
    .addOption(new Option("--reason <text>", "why").env("TIDEGATE_REASON"))
    .addOption(new Option("--ticket <number>", "its number in the tracker").env("TIDEGATE_TICKET"))
    .addOption(new Option("--impact <text>", "who would notice what").env("TIDEGATE_IMPACT"))
    .addOption(new Option("--rollback-plan <text>", "how to go back").env("TIDEGATE_ROLLBACK_PLAN"))
    .option("--expires <duration>", "how long it holds, such as 8h (default: 24h)")
    .option("--again", "ask anew where the same stands already; approvals given so far are void", false)
    .addHelpText("after", examples('request shop -s prod --reason "faster basket"'))
    .action(async (service: string, options: { version?: string }) => {
      const { request: run, parseRequestOptions } = await import("./commands/request.ts");
      await run({ ...stackOptions(options), ...parseRequestOptions(options), ...subject(service, options) });
    });

  const approve = program.command("approve").description("show what is asked for, and sign it with your SSH key");
  withKey(withVersion(withStack(approve)))
    .option("-y, --yes", "do it without asking", false)
    .addHelpText("after", examples("approve shop -s prod", "approve shop -s prod --key ~/.ssh/id_ed25519"))
    .action(async (service: string, options: { version?: string; key?: string; yes: boolean }) => {
      const { approve: run } = await import("./commands/approve.ts");
      const { key, yes } = options;
      await run({ ...stackOptions(options), ...subject(service, options), yes, ...(key === undefined ? {} : { key }) });
    });

  withVersion(withStack(program.command("approvals").description("who has approved a release, and what is missing")))
    .addHelpText("after", `${examples("approvals shop -s prod")}\nEnds with exit code 3 where approvals are missing.`)
    .action(async (service: string, options: { version?: string }) => {
      const { approvals: run } = await import("./commands/approvals.ts");
      await run({ ...stackOptions(options), ...subject(service, options) });
    });
}

function withVersion(command: Command): Command {
  return command
    .argument("<service>", "the service")
    .option("--version <version>", "version that the file declares (default: the one of the color that is to serve)");
}

function withKey(command: Command): Command {
  return command.option("--key <path>", "SSH key to sign with (default: git's user.signingkey, else the agent's)");
}

function subject(service: string, { version }: { version?: string }) {
  return { service, ...(version === undefined ? {} : { version }) };
}
