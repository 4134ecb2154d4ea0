import { Option, type Command } from "commander";
import { ENGINES } from "./stack-options.ts";

/**
 * Lets every command take the flags that all of them share, also where one has no meaning, so that a script can hand the
 * same flags to each. What is only accepted stays out of the help.
 */
export function acceptSharedFlags(commands: readonly Command[]): void {
  for (const command of commands) {
    const shared = [
      new Option("-s, --stack <stack>").hideHelp(),
      new Option("--engine <engine>").choices(ENGINES).hideHelp(),
      new Option("--json").hideHelp(),
      new Option("-y, --yes").hideHelp(),
    ];
    const known = new Set(command.options.map(({ long }) => long));
    for (const option of shared) if (!known.has(option.long)) command.addOption(option);
    acceptSharedFlags(command.commands);
  }
}
