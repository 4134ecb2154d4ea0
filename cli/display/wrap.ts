/** A text in lines of at most `width` characters, broken between words only; a longer word has a line of its own. */
export function wrap(text: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const joined = line === indent ? line + word : `${line} ${word}`;
    if (joined.length <= width || line === indent) line = joined;
    else {
      lines.push(line);
      line = indent + word;
    }
  }
  return line === indent ? lines : [...lines, line];
}

/** How wide a text for people may be: the terminal's width, and no wider than can be read well. */
export function readableWidth({ columns = 100 }: { columns?: number | undefined } = process.stdout): number {
  return Math.max(20, Math.min(columns, 100));
}
