import { Option, type Command } from "commander";
import { describeChange } from "./change-options.ts";
import { examples } from "./examples.ts";
import { stackOptions, withStack } from "./stack-options.ts";

/** The commands on the ledger itself: whether it is what was written, and copies of it. */
export function addLedgerCommands(program: Command): void {
  const ledger = program.command("ledger").description("the record of everything that moved traffic");

  withStack(ledger.command("verify").description("prove that the ledger is what was written, or say where it is not"))
    .option("--head <number:hash>", "a head that was kept elsewhere: proves the end as well")
    .option("--file <path>", "a file that `ledger export --jsonl` wrote, instead of a stack's ledger")
    .addHelpText(
      "after",
      `${examples("ledger verify -s prod", "ledger verify --file ledger.jsonl")}\nEnds with exit code 3 where it is not what was written.`,
    )
    .action(async (options: { head?: string; file?: string; json: boolean }) => {
      const { ledgerVerify, parseHead } = await import("./commands/ledger-verify.ts");
      const { head, file, json } = options;
      const of = file === undefined ? stackOptions(options) : { file };
      await ledgerVerify({ of, json, ...(head === undefined ? {} : { known: parseHead(head) }) });
    });

  withStack(ledger.command("export").description("print the ledger for other tools, oldest first"))
    .addOption(
      new Option("--jsonl", "its own lines, which `ledger verify --file` proves (default)").conflicts([
        "csv",
        "cdevents",
      ]),
    )
    .addOption(new Option("--csv", "a table with a row per release").conflicts("cdevents"))
    .option("--cdevents", "a CDEvent per switch: deployed, upgraded, rolledback, removed")
    .option("--service <name>", "one service only; not with --jsonl")
    .option("--since <date>", "from this date or moment on, such as 2026-11-01, or 30d back")
    .addHelpText(
      "after",
      examples("ledger export -s prod > ledger.jsonl", "ledger export --csv --since 2026-01-01 -s prod > releases.csv"),
    )
    .action(async (options: { csv?: true; cdevents?: true; service?: string; since?: string }) => {
      const { ledgerExport } = await import("./commands/ledger-export.ts");
      const { parseMoment } = await import("./ledger/parse-moment.ts");
      const { csv, cdevents, service, since } = options;
      await ledgerExport({
        ...stackOptions(options),
        format: csv ? "csv" : cdevents ? "cdevents" : "jsonl",
        sinceMs: since === undefined ? 0 : parseMoment("--since", since, Date.now()),
        ...(service === undefined ? {} : { service }),
      });
    });

  addAccept(ledger);
}

function addAccept(ledger: Command): void {
  withStack(ledger.command("accept"))
    .description("go on with a ledger that is not what was written: releases may begin again")
    .requiredOption("--reason <text>", "what happened, for the record")
    .addHelpText("after", examples('ledger accept --reason "restored from the backup of Monday" -s prod'))
    .action(async (options: { reason: string }) => {
      describeChange(options, process.env);
      const { ledgerAccept } = await import("./commands/ledger-accept.ts");
      await ledgerAccept(stackOptions(options));
    });
}
