import { Argument, Option, type Command } from "commander";
import { WORD_KINDS, type WordKind } from "./completion/word-kinds.ts";
import type { DemoFlags } from "./commands/demo.ts";
import type { DoctorOptions } from "./commands/doctor.ts";
import { examples } from "./examples.ts";
import { ENGINES } from "./stack-options.ts";

/** The commands that need no stack. */
export function addSetupCommands(program: Command): void {
  program
    .command("doctor")
    .description("check what tidegate needs on this machine, or what an up of a stack needs; changes nothing")
    .option("-s, --stack <stack>", "check this stack: its file, passphrase, host, ports, image, disk")
    .option("-C, --cwd <dir>", "folder of the project, or one inside it", ".")
    .option("--json", "print the result as JSON", false)
    .addHelpText("after", "\nExamples:\n  $ tidegate doctor\n  $ tidegate doctor -s prod")
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import("./commands/doctor.ts");
      await doctor(options);
    });

  program
    .command("demo")
    .description("release a real service under load: a good version, two broken ones, a rollback")
    .option("--down", "remove what the demo made", false)
    .option("--all", "with --down: remove the local registry and the images that set-up built, too", false)
    .option("--json", "print one object with the measured figures", false)
    .addOption(new Option("--engine <engine>", "which engine runs the program").choices(ENGINES))
    .option("-y, --yes", "do not ask", false)
    .addHelpText("after", "\nExamples:\n  $ tidegate demo\n  $ tidegate demo --json\n  $ tidegate demo --down --all")
    .action(async (options: DemoFlags) => {
      const { demo } = await import("./commands/demo.ts");
      await demo(options);
    });

  program
    .command("completion")
    .description("print a completion script for your shell")
    .addArgument(new Argument("<shell>", "which one").choices(["bash", "zsh", "fish"]))
    .addHelpText("after", "\nExamples:\n  $ source <(tidegate completion bash)\n  $ tidegate completion fish | source")
    .action(async (shell: string) => {
      const { completion } = await import("./commands/completion.ts");
      completion(shell, program);
    });

  program
    .command("json-schema")
    .description("print the JSON Schema of what a command prints with --json")
    .argument("[command...]", "for instance config set; lists the commands when left out")
    .addHelpText("after", examples("json-schema", "json-schema status"))
    .action(async (words: string[]) => {
      const { jsonSchema } = await import("./commands/json-schema.ts");
      jsonSchema(words);
    });

  program
    .command("complete", { hidden: true })
    .description("print the words that may stand at a place of the command line, for completion scripts")
    .addArgument(new Argument("<kind>").choices(WORD_KINDS))
    .option("-s, --stack <stack>")
    .option("-C, --cwd <dir>", "folder of the project", ".")
    .action(async (kind: WordKind, options: { stack?: string; cwd: string }) => {
      const { complete } = await import("./commands/complete.ts");
      await complete(kind, options);
    });
}
