import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { InputError, ProblemsError } from "../../model/errors.ts";

/** Names and values of a `.env` file, in its order. Throws with the number of every line that is none of its kind. */
export function readEnvFile(file: string): Record<string, string> {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new InputError(`import-env: ${file} cannot be read. Correct the path.`, { cause: error });
  }
  return parseEnvText(text, file);
}

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=/;
/** What is left of a quote that has no other end. */
const OPEN_QUOTE = /^[^=]*=\s*(["'`])(?!\1)/;

/**
 * Node's own reader skips what it does not understand, ends a value at a quote that is never closed, and takes the last of
 * two values: each would be another variable in production than the team believes.
 */
export function parseEnvText(marked: string, file: string): Record<string, string> {
  const text = marked.replace(/^\uFEFF/, "");
  const lines = withoutQuotedLines(text);
  const problems = [
    ...lines.flatMap((line, index) => lineProblem(line, `${file}:${index + 1}`)),
    ...twice(lines, file),
  ];
  if (problems.length > 0) throw new ProblemsError(problems);
  const values = Object.entries(parseEnv(text)).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  if (values.length === 0) throw new InputError(`${file}: has no NAME=value line. Nothing was imported.`);
  return Object.fromEntries(values) as Record<string, string>; // the pairs above are of texts
}

function lineProblem(line: string, place: string): string[] {
  if (line.trim() === "" || /^\s*#/.test(line)) return [];
  if (!ASSIGNMENT.test(line)) return [`${place}: is not NAME=value. Correct the line, or make it a comment with #.`];
  return OPEN_QUOTE.test(line)
    ? [`${place}: begins with a quote that is never closed. Close it, or leave it out.`]
    : [];
}

function twice(lines: readonly string[], file: string): string[] {
  const places = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const name = ASSIGNMENT.exec(line)?.[1];
    if (name !== undefined) places.set(name, [...(places.get(name) ?? []), index + 1]);
  }
  return [...places]
    .filter(([, found]) => found.length > 1)
    .map(
      ([name, found]) => `${file}:${found[1]}: ${name} stands on the lines ${found.join(" and ")}. Keep one of them.`,
    );
}

/** The lines of a file, those inside a quoted value of several lines emptied. */
function withoutQuotedLines(text: string): string[] {
  const emptied = text.replaceAll(
    /(=[ \t]*)(["'`])([\s\S]*?)\2/g,
    (_match, start: string, quote: string, inner: string) => {
      const breaks = inner.split("\n").length - 1;
      return `${start}${quote}${quote}${"\n".repeat(breaks)}`;
    },
  );
  return emptied.split(/\r?\n/);
}
