import { createInterface, type Interface } from "node:readline/promises";
import type { Writable } from "node:stream";

/**
 * Lets `use` ask on the terminal; undefined where Ctrl-C or the end of the input came instead of an answer. `output` shows
 * what is typed: standard error, unless it is to be hidden.
 */
export async function onTerminal<T>(
  use: (lines: Interface) => Promise<T>,
  output: Writable = process.stderr,
): Promise<T | undefined> {
  const terminal = output === process.stderr ? {} : { terminal: true };
  const lines = createInterface({ input: process.stdin, output, ...terminal });
  try {
    return await use(lines);
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") return undefined;
    throw error;
  } finally {
    lines.close();
  }
}
