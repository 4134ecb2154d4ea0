import { EXIT, TidegateError } from "../../model/errors.ts";
import { onTerminal } from "./terminal.ts";

export interface Question {
  text: string;
  /** What an empty answer stands for. */
  fallback?: string;
  /** Why an answer will not do; undefined when it will. */
  problemOf: (answer: string) => string | undefined;
}

/** Asks on the terminal until the answer will do. Throws on Ctrl-C, with nothing done. */
export async function ask({ text, fallback, problemOf }: Question): Promise<string> {
  const shown = fallback === undefined ? "" : ` [${fallback}]`;
  const answer = await onTerminal(async (lines) => {
    for (;;) {
      const given = (await lines.question(`${text}${shown}: `)).trim();
      const candidate = given === "" ? (fallback ?? "") : given;
      const problem = problemOf(candidate);
      if (problem === undefined) return candidate;
      process.stderr.write(`  ${problem}\n`);
    }
  });
  if (answer === undefined) throw new TidegateError("Nothing was written.", EXIT.interrupted);
  return answer;
}
