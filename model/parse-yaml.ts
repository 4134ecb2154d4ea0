import { LineCounter, parseDocument, type Document } from "yaml";
import { InputError } from "./errors.ts";

/** The content of a YAML file. Throws like {@link parseYamlDocument}. */
export function parseYaml(text: string, path: string): unknown {
  return parseYamlDocument(text, path).toJS();
}

/**
 * A YAML file with its comments. Throws an InputError that names the place of the first mistake, and quotes nothing of the
 * file: on that very line may stand a secret that somebody was about to encrypt.
 */
export function parseYamlDocument(text: string, path: string): Document {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [problem] = document.errors;
  if (problem === undefined) return document;
  const { line, col } = lineCounter.linePos(problem.pos[0]);
  const what = problem.code.toLowerCase().replaceAll("_", " ");
  throw new InputError(`${path}:${line}:${col}: is not valid YAML (${what}). Correct that line.`, {
    cause: problem.code,
  });
}
