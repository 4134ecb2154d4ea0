import type { ConfigEdit } from "../../engine/config/edit-config.ts";
import { InputError } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";
import { keysOf, schemaAt } from "../../model/schema-at.ts";
import { stackConfigSchema } from "../../model/stack-config.ts";
import { fileProblems } from "./file-problems.ts";
import { tidegatePath } from "./tidegate-schema.ts";

/** What only says that something is not there yet: a service is built up key by key. */
const INCOMPLETE =
  /: (?:is missing\.|must be given,|needs a certificate\.|"[^"]*" has no value\.|is not a service of this stack\.)/;

/**
 * Judges the whole file as an edit would leave it. Throws an InputError for what the edit makes wrong; what was wrong before
 * is not in its way. Returns what is still missing.
 */
export function checkEdit(command: string, key: string, { before, after, path }: ConfigEdit): string[] {
  const known = new Set(fileProblems(before, path));
  const problems = fileProblems(after, path);
  const wrong = problems.filter((problem) => !known.has(problem) && !INCOMPLETE.test(problem));
  if (wrong.length === 0) return problems.filter((problem) => INCOMPLETE.test(problem));
  throw new InputError(`${command}: ${key} would make the file wrong, and nothing was written.\n${wrong.join("\n")}`);
}

/** A key that does not exist, with the one that may be meant; throws for a new service that is called almost like another. */
export function assertKnownKey(command: string, key: string, services: readonly string[]): void {
  const path = tidegatePath(key);
  if (path === undefined) return;
  const at = path.findIndex((_, index) => schemaAt(stackConfigSchema, path.slice(0, index + 1)) === undefined);
  if (at !== -1) {
    const parent = schemaAt(stackConfigSchema, path.slice(0, at));
    throw unknown(command, key, String(path[at]), parent === undefined ? [] : (keysOf(parent) ?? []));
  }
  const service = path[0] === "services" || path[0] === "secrets" ? path[1] : undefined;
  if (typeof service !== "string" || services.includes(service)) return;
  if (nearest(service, services) !== undefined) throw unknown(command, key, service, services);
}

function unknown(command: string, key: string, step: string, candidates: readonly string[]): InputError {
  const meant = nearest(step, candidates);
  const remedy = meant === undefined ? `There are ${candidates.join(", ")}.` : `Did you mean ${meant}?`;
  return new InputError(
    `${command}: ${key}: there is no ${JSON.stringify(step)}. ${candidates.length === 0 ? "Correct it." : remedy}`,
  );
}
