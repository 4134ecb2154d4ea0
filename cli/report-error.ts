import { EXIT, TidegateError } from "../model/errors.ts";
import { explainSystemError } from "../model/system-error.ts";
import { paintFor, takesColors } from "./display/paint.ts";
import { printFailure } from "./result/result.ts";

/** Prints what ended the command, with `--json` as its result, and returns its exit code. */
export function reportError(thrown: unknown, { command, json }: { command: string; json: boolean }): number {
  const error = explainSystemError(thrown) ?? thrown;
  const exitCode = error instanceof TidegateError ? error.exitCode : EXIT.bug;
  const message = textOf(error);
  if (json) printFailure(command, exitCode, { error: message });
  else process.stderr.write(`${paintFor(takesColors(process.stderr))("red", "error:")} ${message}\n`);
  return exitCode;
}

function textOf(error: unknown): string {
  if (error instanceof TidegateError) return error.message;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a fault of tidegate's, not of yours. Please report it.\n${detail}`;
}
