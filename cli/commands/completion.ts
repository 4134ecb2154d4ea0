import type { Command } from "commander";
import { InputError } from "../../model/errors.ts";
import { renderBash, renderFish, renderZsh } from "../completion/scripts.ts";
import { wordsOf } from "../completion/words.ts";

const SHELLS = { bash: renderBash, zsh: renderZsh, fish: renderFish } as const;

/** Prints the completion script of a shell, made from the command line's own definition. */
export function completion(shell: string, program: Command): void {
  if (!isShell(shell)) {
    throw new InputError(`completion: must be bash, zsh or fish, got ${JSON.stringify(shell)}. Choose one.`);
  }
  process.stdout.write(SHELLS[shell](wordsOf(program)));
}

function isShell(name: string): name is keyof typeof SHELLS {
  return Object.hasOwn(SHELLS, name);
}
