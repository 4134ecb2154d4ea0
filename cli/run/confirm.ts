import { InputError } from "../../model/errors.ts";
import { onTerminal } from "./terminal.ts";

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
  const answer = (await onTerminal((lines) => lines.question(question)))?.trim();
  if (answer === undefined) return false;
  return word === undefined ? /^y(?:es)?$/i.test(answer) : answer === word;
}
