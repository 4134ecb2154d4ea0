import type { Command } from "commander";
import type { WordKind } from "./word-kinds.ts";

/** What can follow a command: `""` is the program itself, `config set` a command below another. */
export interface CommandWords {
  path: string;
  description: string;
  commands: readonly string[];
  /** What its first argument is, where that can be known: words to choose from, or a kind that is asked for. */
  argument: readonly string[] | WordKind | undefined;
  options: readonly {
    flags: readonly string[];
    description: string;
    choices: readonly string[];
    takesValue: boolean;
  }[];
}

/** Commands whose first argument is one of the words that only the project knows. */
const ARGUMENTS: Readonly<Record<string, WordKind>> = {
  abort: "services",
  approvals: "services",
  "canary abort": "services",
  "canary pause": "services",
  "canary promote": "services",
  "canary resume": "services",
  "canary status": "services",
  drill: "services",
  "hold clear": "services",
  review: "services",
  approve: "services",
  "change-record": "services",
  history: "services",
  logs: "services",
  output: "outputs",
  plan: "services",
  release: "services",
  rollback: "services",
  request: "services",
  show: "services",
  top: "services",
  watch: "services",
  "policy explain": "rules",
};

/** Every command with what may follow it, in the order of the help. */
export function wordsOf(program: Command, path = ""): CommandWords[] {
  const help = program.createHelp();
  const visible = help.visibleCommands(program).filter((command) => command.name() !== "help");
  const own: CommandWords = {
    path,
    description: program.description(),
    commands: visible.map((command) => command.name()),
    argument: ARGUMENTS[path] ?? program.registeredArguments[0]?.argChoices,
    options: help.visibleOptions(program).map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag != null),
      description: option.description,
      choices: option.argChoices ?? [],
      takesValue: option.required || option.optional,
    })),
  };
  return [own, ...visible.flatMap((command) => wordsOf(command, `${path} ${command.name()}`.trim()))];
}
