import { createInterface } from "node:readline/promises";
import { EXIT, TidegateError } from "../../model/errors.ts";

export interface Question {
  text: string;
  /** What an empty answer stands for. */
  fallback?: string;
  /** Why an answer will not do; undefined when it will. */
  problemOf: (answer: string) => string | undefined;
}

/** Asks on the terminal until the answer will do. Throws on Ctrl-C, with nothing done. */
export async function ask({ text, fallback, problemOf }: Question): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    for (;;) {
      const shown = fallback === undefined ? "" : ` [${fallback}]`;
      const given = (await lines.question(`${text}${shown}: `)).trim();
      const answer = given === "" ? (fallback ?? "") : given;
      const problem = problemOf(answer);
      if (problem === undefined) return answer;
      process.stderr.write(`  ${problem}\n`);
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === "AbortError")) throw error;
    throw new TidegateError("Nothing was written.", EXIT.interrupted, { cause: error });
  } finally {
    lines.close();
  }
}
