/** The examples at the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  const shown = lines.map((line) => (line.includes("tidegate ") ? `  $ ${line}` : `  $ tidegate ${line}`));
  return `\nExamples:\n${shown.join("\n")}`;
}
