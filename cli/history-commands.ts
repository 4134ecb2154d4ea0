import { Option, type Command } from "commander";
import { InputError } from "../model/errors.ts";
import { examples } from "./examples.ts";
import { RECORD_FORMATS, type RecordFormat } from "./ledger/record/document.ts";
import { stackOptions, withStack } from "./stack-options.ts";

/** The commands that tell of releases which were made, from the stack's ledger. */
export function addHistoryCommands(program: Command): void {
  withStack(
    program
      .command("history")
      .description("the releases that were made, and what was said of them: when, by whom, how each ended"),
  )
    .argument("[service]", "one service only")
    .option("-n, --limit <releases>", "how many releases at most", "20")
    .addHelpText("after", examples("history -s prod", "history shop -s prod --limit 5"))
    .action(async (service: string | undefined, options: { limit: string }) => {
      const { history, parseLimit } = await import("./commands/history.ts");
      const limit = parseLimit(options.limit);
      await history({ ...stackOptions(options), limit, ...(service === undefined ? {} : { service }) });
    });

  withRelease(withStack(program.command("show").description("everything the ledger tells of a release")))
    .addHelpText("after", examples("show shop@1.4.2 -s prod", "show shop 1.4.2 -s prod", "show '#12' -s prod"))
    .action(async (release: string[], options: unknown) => {
      const { show } = await import("./commands/show.ts");
      await show({ ...stackOptions(options), release });
    });

  const record = program
    .command("change-record")
    .description("one page to print with all an auditor asks of a release");
  withRelease(withStack(record))
    .addOption(new Option("--format <format>", "form of the page").choices(RECORD_FORMATS).default("text"))
    .addHelpText(
      "after",
      examples("change-record shop@1.4.2 -s prod", "change-record shop 1.4.2 -s prod --format html > record.html"),
    )
    .action(async (release: string[], options: { format: RecordFormat }) => {
      const { changeRecord } = await import("./commands/change-record.ts");
      await changeRecord({ ...stackOptions(options), release, format: options.format });
    });

  addReport(program);
}

function addReport(program: Command): void {
  withStack(
    program.command("report").description("what the releases of a period come to: DORA's five figures, and more"),
  )
    .option("--since <when>", "so long before now, a date, or a moment", "30d")
    .option("--until <when>", "the same: until when it is told (default: now)")
    .option("--service <name>", "one service only")
    .option("--html <file>", "write a page with charts, too, to print and to keep")
    .addHelpText(
      "after",
      examples(
        "report -s prod",
        "report --since 90d --service shop -s prod",
        "report --since 2026-10-01 --until 2026-11-01 --html october.html -s prod",
      ),
    )
    .action(async (options: { since: string; until?: string; service?: string; html?: string }) => {
      const { report } = await import("./commands/report.ts");
      const { parsePeriod } = await import("./figures/parse-period.ts");
      const { service = null, html = null } = options;
      if (html === "") throw new InputError("--html: must be a file, got nothing. Name one, or leave the option out.");
      await report({ ...stackOptions(options), period: parsePeriod(options, Date.now()), service, html });
    });
}

function withRelease(command: Command): Command {
  return command.argument(
    "<release...>",
    "a service and its version, the newest such release; or the number of an entry that history shows",
  );
}
