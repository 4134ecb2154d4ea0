import { Option, type Command } from "commander";
import { describeChange, withChange } from "./change-options.ts";
import { examples } from "./examples.ts";
import { runOptions, stackOptions, withRun, withStack, withWait } from "./stack-options.ts";

const REASON = () => new Option("--reason <text>", "why, for the record").makeOptionMandatory();

/** The commands on releases that get their traffic step by step. */
export function addCanaryCommands(program: Command): void {
  const canary = program.command("canary").description("releases that get their traffic step by step");

  withStack(canary.command("status"))
    .description("how far each is, and what comes next")
    .argument("[service]", "only this one")
    .addHelpText("after", examples("canary status -s prod", "canary status shop -s prod --json"))
    .action(async (service: string | undefined, options: unknown) => {
      const { canaryStatus } = await import("./commands/canary-status.ts");
      await canaryStatus({ ...stackOptions(options), ...(service === undefined ? {} : { service }) });
    });

  withStack(canary.command("pause"))
    .description("hold one at the share that it has")
    .argument("<service>", "the service")
    .addOption(REASON())
    .addHelpText("after", examples('canary pause shop --reason "looking at errors" -s prod'))
    .action(change("pause"));

  withStack(canary.command("resume"))
    .description("let a paused one go on; its step begins again")
    .argument("<service>", "the service")
    .addOption(REASON())
    .addHelpText("after", examples('canary resume shop --reason "was the load test" -s prod'))
    .action(change("resume"));

  withStack(canary.command("promote"))
    .description("go to the next step at once")
    .argument("<service>", "the service")
    .addOption(REASON())
    .option("--full", "leave all steps out: every client goes over", false)
    .addHelpText("after", examples('canary promote shop --reason "looks well" -s prod'))
    .action(change("promote"));

  withWait(withChange(withRun(canary.command("abort"))))
    .description("send every client back, and hold the version: the rollback of a release that is under way")
    .argument("<service>", "the service")
    .option("--traffic-only", "leave the stack's file and state to a later up", false)
    .addHelpText("after", examples('canary abort shop --reason "errors at checkout" -s prod'))
    .action(async (service: string, options: { trafficOnly: boolean }) => {
      const { canaryAbort } = await import("./commands/canary-abort.ts");
      await canaryAbort({ ...runOptions(options), service, trafficOnly: options.trafficOnly });
    });
}

function change(action: "pause" | "resume" | "promote") {
  return async (service: string, options: { reason: string; full?: boolean }) => {
    describeChange(options, process.env);
    const { canaryChange } = await import("./commands/canary-change.ts");
    const { reason, full = false } = options;
    await canaryChange({ ...stackOptions(options), service, action, reason, full });
  };
}
