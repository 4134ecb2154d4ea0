import { stripVTControlCharacters } from "node:util";

/** A text in lines of at most `width` characters, broken between words only; a longer word has a line of its own. */
export function wrap(text: string, width: number, indent = "", first = indent): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const isNew = line === (lines.length === 0 ? first : indent);
    const joined = isNew ? line + word : `${line} ${word}`;
    if (isNew || lengthOf(joined) <= width) line = joined;
    else {
      lines.push(line);
      line = indent + word;
    }
  }
  return line.trim() === "" ? lines : [...lines, line];
}

/** A text of several lines so that each fits a terminal: what does not goes on below, indented. Colors take no room. */
export function fit(text: string, columns: number): string {
  return text
    .split("\n")
    .flatMap((line) => {
      if (lengthOf(line) <= columns) return [line];
      const indent = /^ */.exec(line)?.[0] ?? "";
      return wrap(line, columns, `${indent}    `, indent);
    })
    .join("\n");
}

/** How wide a text must fit that is printed there as it is: a pipe takes lines of any length. */
export function terminalColumns({ isTTY, columns }: Pick<NodeJS.WriteStream, "isTTY" | "columns">): number {
  return isTTY ? columns : Infinity;
}

function lengthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** How wide a text for people may be: the terminal's width, and no wider than can be read well. */
export function readableWidth({ columns = 100 }: { columns?: number | undefined } = process.stdout): number {
  return Math.max(20, Math.min(columns, 100));
}
