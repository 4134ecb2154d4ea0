import { CommanderError, type Command } from "commander";
import { EXIT } from "../model/errors.ts";
import { buildProgram } from "./program.ts";
import { reportError } from "./report-error.ts";
import { printFailure } from "./result/result.ts";

/** Runs one command line to its end; returns the exit code of model/errors.ts, and never throws. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const program = buildProgram();
  try {
    await program.parseAsync([...args], { from: "user" });
    return typeof process.exitCode === "number" ? process.exitCode : EXIT.done;
  } catch (error) {
    const command = commandIn(program, args);
    const json = args.includes("--json");
    if (!(error instanceof CommanderError)) return reportError(error, { command, json });
    // Commander has said what it thinks: 0 for --help, anything else for input it does not know.
    if (error.exitCode === 0) return EXIT.done;
    if (json) printFailure(command, EXIT.input, { error: error.message.replace(/^error: /, "") });
    return EXIT.input;
  }
}

/** The command that is meant, as it is typed: `config set`; empty where there is none. */
function commandIn(program: Command, args: readonly string[]): string {
  const words: string[] = [];
  let here = program;
  for (const arg of args) {
    const below = here.commands.find((command) => command.name() === arg);
    if (below === undefined) continue;
    words.push(arg);
    here = below;
  }
  return words.join(" ");
}
