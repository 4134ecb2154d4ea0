import { Writable } from "node:stream";
import { EXIT, TidegateError } from "../../model/errors.ts";
import { onTerminal } from "./terminal.ts";

/** Asks on the terminal for a text that is not shown while it is typed. Throws on Ctrl-C, with nothing done. */
export async function askSecret(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(question);
  const secret = await onTerminal((lines) => lines.question(""), nowhere);
  process.stderr.write("\n");
  if (secret === undefined) throw new TidegateError("Nothing was changed.", EXIT.interrupted);
  return secret;
}
