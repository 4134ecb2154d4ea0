import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { EXIT, TidegateError } from "../../model/errors.ts";

/** Asks on the terminal for a text that is not shown while it is typed. Throws on Ctrl-C, with nothing done. */
export async function askSecret(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(question);
  try {
    return await lines.question("");
  } catch (error) {
    if (!(error instanceof Error && error.name === "AbortError")) throw error;
    throw new TidegateError("Nothing was changed.", EXIT.interrupted, { cause: error });
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
