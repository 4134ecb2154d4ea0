import { stripVTControlCharacters } from "node:util";

/** The last lines of a command's output, indented. */
export function lastLines(output: string, count = 15): string {
  const lines = stripVTControlCharacters(output)
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== "");
  return lines
    .slice(-count)
    .map((line) => `  ${line}`)
    .join("\n");
}
