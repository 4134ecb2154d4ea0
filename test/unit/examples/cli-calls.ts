import type { Command } from "commander";
import { buildProgram } from "../../../cli/program.ts";

const CALL = /npm run --silent tidegate -- ([^\n|>]*)/g;

/** What is wrong with the calls of `tidegate` in a pipeline's text: commands and options that do not exist. */
export function wrongCalls(text: string): string[] {
  return [...text.matchAll(CALL)].flatMap(([, line = ""]) => wrongWords(buildProgram(), line.trim().split(/\s+/)));
}

export function countCalls(text: string): number {
  return [...text.matchAll(CALL)].length;
}

function wrongWords(command: Command, words: readonly string[]): string[] {
  const [word, ...rest] = words;
  const below = command.commands.find((candidate) => candidate.name() === word);
  if (below !== undefined) return wrongWords(below, rest);
  if (command.commands.length > 0) return [`${command.name()}: has no command ${word ?? ""}`];
  return words
    .filter((option) => option.startsWith("-"))
    .filter((option) => !command.options.some(({ long, short }) => option === long || option === short))
    .map((option) => `${command.name()}: has no option ${option}`);
}
