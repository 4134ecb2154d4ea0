import { CommanderError } from "commander";
import { EXIT } from "../model/errors.ts";
import { buildProgram } from "./program.ts";
import { reportError } from "./report-error.ts";

/** Runs one command line to its end; returns the exit code of model/errors.ts, and never throws. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    await buildProgram().parseAsync([...args], { from: "user" });
    return typeof process.exitCode === "number" ? process.exitCode : EXIT.done;
  } catch (error) {
    // Commander has said what it thinks: 0 for --help, anything else for input it does not know.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.input;
    return reportError(error, { json: args.includes("--json") });
  }
}
