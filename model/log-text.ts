/** How many of the last lines of a log a report shows, and how wide. */
export const SHOWN_LINES = 5;
const WIDTH = 200;

/** The lines of a log as far as they say anything, without control characters. */
export function logLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/[^\P{C}\t]/gu, "").trimEnd())
    .filter((line) => line !== "");
}

/** The last of them as a report shows them, cut to a readable width. */
export function lastShown(lines: readonly string[]): string[] {
  return lines.slice(-SHOWN_LINES).map((line) => (line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line));
}
