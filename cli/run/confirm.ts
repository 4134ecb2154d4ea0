import { createInterface } from "node:readline/promises";
import { InputError } from "../../model/errors.ts";

/** Whether there is somebody to ask. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Throws where a question would have no one to answer it. */
export function assertCanAsk(command: string, stack: string, options: { yes: boolean; json: boolean }): void {
  if (options.yes || (isInteractive() && !options.json)) return;
  throw new InputError(
    `tidegate ${command}: there is no terminal to ask on. Add \`--yes\` to say yes beforehand; ` +
      `\`tidegate preview -s ${stack}\` shows what would happen.`,
  );
}

/** Asks on the terminal; everything but `y`, `yes` or the `word` asked for is no. */
export async function confirm(question: string, word?: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = (await lines.question(question)).trim();
    return word === undefined ? /^y(?:es)?$/i.test(answer) : answer === word;
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") return false; // Ctrl-C or the end of the input
    throw error;
  } finally {
    lines.close();
  }
}
