import { EXIT, TidegateError } from "../../model/errors.ts";
import { writeVerdict, type Outcome } from "./verdict-file.ts";

/**
 * Has a control process do what it was started for. Prints one stable line of JSON to stdout when it is done, and everything the
 * operator is to read to stderr; returns the exit code.
 */
export async function runVerb(verb: string, perform: () => Promise<Outcome>): Promise<number> {
  try {
    const outcome = await perform();
    writeVerdict(verb, process.env, { ok: true, outcome });
    process.stdout.write(`${JSON.stringify(outcome.result)}\n`);
    return EXIT.done;
  } catch (error) {
    const known = error instanceof TidegateError;
    process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    writeVerdict(verb, process.env, { ok: false, error });
    return known ? error.exitCode : EXIT.bug;
  }
}
