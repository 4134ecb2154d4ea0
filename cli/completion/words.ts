import type { Command } from "commander";

/** What can follow a command: `""` is the program itself, `config set` a command below another. */
export interface CommandWords {
  path: string;
  description: string;
  commands: readonly string[];
  options: readonly {
    flags: readonly string[];
    description: string;
    choices: readonly string[];
    takesValue: boolean;
  }[];
}

/** Every command with what may follow it, in the order of the help. */
export function wordsOf(program: Command, path = ""): CommandWords[] {
  const own: CommandWords = {
    path,
    description: program.description(),
    commands: program.commands.map((command) => command.name()),
    options: program.options.map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag != null),
      description: option.description,
      choices: option.argChoices ?? [],
      takesValue: option.required || option.optional,
    })),
  };
  return [own, ...program.commands.flatMap((command) => wordsOf(command, `${path} ${command.name()}`.trim()))];
}
