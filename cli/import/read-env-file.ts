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

const ASSIGNMENT = /^\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=/;

/** Node's own reader skips what it does not understand; a skipped line would be a missing variable in production. */
export function parseEnvText(text: string, file: string): Record<string, string> {
  const problems = withoutQuotedLines(text.replace(/^\uFEFF/, "")).flatMap((line, index) => {
    const isFine = line.trim() === "" || /^\s*#/.test(line) || ASSIGNMENT.test(line);
    return isFine ? [] : [`${file}:${index + 1}: is not NAME=value. Correct the line, or make it a comment with #.`];
  });
  if (problems.length > 0) throw new ProblemsError(problems);
  const values = Object.entries(parseEnv(text)).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  if (values.length === 0) throw new InputError(`${file}: has no NAME=value line. Nothing was imported.`);
  return Object.fromEntries(values) as Record<string, string>; // the pairs above are of texts
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
