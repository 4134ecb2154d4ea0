import { Option, type Command } from "commander";
import { CHANGE_CLASSES, CHANGE_TEXT_MAX, CHANGE_VARIABLES } from "../model/change.ts";
import { InputError } from "../model/errors.ts";

/** What is said of a change, by the field of model/change.ts that it is for. */
const OPTIONS = {
  reason: new Option("--reason <text>", "why, for the record"),
  ticket: new Option("--ticket <number>", "its number in the tracker"),
  class: new Option("--class <class>", "change class").choices(CHANGE_CLASSES),
  impact: new Option("--impact <text>", "what users notice"),
  rollbackPlan: new Option("--rollback-plan <text>", "how it is taken back"),
  emergency: new Option("--emergency <reason>", "release although the window is closed, and say why"),
  breakGlass: new Option("--break-glass <reason>", "do by hand what is a pipeline's, and say why"),
} as const;

type Said = keyof typeof OPTIONS;

const SAID = Object.keys(OPTIONS) as Said[]; // its own keys

/**
 * The options of the commands that move traffic. What they say is told by the variables of {@link CHANGE_VARIABLES}, as a bare
 * `pulumi up` is told it: the engines hand those on to whatever asks for them.
 */
export function withChange(command: Command): Command {
  for (const option of Object.values(OPTIONS)) command.addOption(option);
  return command.hook("preAction", (_, acting) => describeChange(acting.opts(), process.env));
}

/** Sets the variable of each option that was given. Throws an InputError for one that is empty, or too long. */
export function describeChange(options: Readonly<Record<string, unknown>>, variables: NodeJS.ProcessEnv): void {
  for (const key of SAID) {
    const value = options[key];
    if (typeof value !== "string") continue;
    if (value.trim() === "") {
      throw new InputError(
        `${OPTIONS[key].long}: must say something, got nothing. Write it down, or leave the option out.`,
      );
    }
    if (value.length > CHANGE_TEXT_MAX) {
      throw new InputError(
        `${OPTIONS[key].long}: must have at most ${CHANGE_TEXT_MAX} characters, got ${value.length}. Shorten it.`,
      );
    }
    variables[CHANGE_VARIABLES[key]] = value;
  }
}
