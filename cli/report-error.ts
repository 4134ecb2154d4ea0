import { EXIT, TidegateError } from "../model/errors.ts";
import { explainSystemError } from "../model/system-error.ts";
import { paintFor, takesColors } from "./display/paint.ts";

/** Prints what ended the command and returns its exit code. With `--json` a result object goes to stdout as well. */
export function reportError(thrown: unknown, { json }: { json: boolean }): number {
  const error = explainSystemError(thrown) ?? thrown;
  const paint = paintFor(takesColors(process.stderr));
  const exitCode = error instanceof TidegateError ? error.exitCode : EXIT.bug;
  const message = textOf(error);
  if (json) process.stdout.write(`${JSON.stringify({ type: "result", ok: false, exitCode, error: message })}\n`);
  else process.stderr.write(`${paint("red", "error:")} ${message}\n`);
  return exitCode;
}

function textOf(error: unknown): string {
  if (error instanceof TidegateError) return error.message;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a fault of tidegate's, not of yours. Please report it.\n${detail}`;
}
