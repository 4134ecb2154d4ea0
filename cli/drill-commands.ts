import { Option, type Command } from "commander";
import { SCENARIO_NAMES } from "../model/drills.ts";
import { renderSchedule, SCHEDULERS, type Scheduler } from "./drill/schedule.ts";
import { examples } from "./examples.ts";
import { stackOptions, waitOption, withStack, withWait } from "./stack-options.ts";

/** The command that practises faults. */
export function addDrillCommands(program: Command): void {
  withWait(
    withStack(
      program
        .command("drill")
        .description("practise faults on a stack that is up, under load, against a budget; never on one of tier prod"),
    ),
  )
    .argument("[service]", "the service that gets the load; needed when the stack has several")
    .addOption(
      new Option("--scenario <name...>", "only these faults (default: all that can be practised)").choices(
        SCENARIO_NAMES,
      ),
    )
    .option("--noticed <time>", "budget of each until the fault shows (default: the scenario's own)")
    .option("--back <time>", "budget of each until everything is back")
    .option("--lost <requests>", "budget of each in lost requests")
    .option("--url <url>", "where to send the load, on this machine (default: where the edge listens)")
    .option("--path <path>", "page to ask for (default: the path of the service's route)")
    .option("--restart-engine <command>", "command that starts the container engine again, for engine-restarted")
    .option("--report <dir>", "folder for the reports (default: .tidegate/drills/STACK)")
    .addOption(new Option("--schedule <where>", "print a ready example that runs it every week").choices(SCHEDULERS))
    .option("-y, --yes", "do it without asking", false)
    .addHelpText(
      "after",
      `${examples(
        "drill -s stg",
        "drill shop -s stg --scenario replica-killed edge-killed --yes --json",
        'drill -s stg --restart-engine "sudo systemctl restart docker"',
        "drill -s stg --schedule github > .github/workflows/drill.yml",
      )}
Everything is put back, also after Ctrl-C; what a killed drill left, the next drill or up puts back. Exit code 3 where a budget is not
kept.`,
    )
    .action(async (service: string | undefined, options: Record<string, unknown> & DrillFlags) => {
      const { schedule } = options;
      if (schedule !== undefined) {
        process.stdout.write(renderSchedule(schedule, stackOptions(options).stack));
        return;
      }
      const { drill } = await import("./commands/drill.ts");
      const { parseDrillOptions } = await import("./drill/drill-options.ts");
      await drill({
        ...stackOptions(options),
        ...parseDrillOptions(options),
        ...waitOption(options),
        service,
        yes: options.yes,
      });
    });
}

interface DrillFlags {
  schedule?: Scheduler;
  yes: boolean;
}
