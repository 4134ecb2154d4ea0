import { ProblemsError } from "../model/errors.ts";
import type { SecretValues } from "./secret-volume.ts";

/** A secret that something needs as a file. */
export interface NamedSecret {
  /** What names it, as errors say it: `agent.notify.channels`. */
  place: string;
  /** Its name, among the values. */
  secret: string;
  /** The name of the file that it becomes. */
  file: string;
}

/** The values of secrets by the names of their files. Throws a ProblemsError that has each which has no value. */
export function namedSecrets(named: readonly NamedSecret[], secrets: SecretValues): SecretValues {
  const problems: string[] = [];
  const found = named.flatMap(({ place, secret, file }) => {
    const value = secrets[secret];
    if (value !== undefined) return [[file, value] as const];
    problems.push(`${place}: names secret ${JSON.stringify(secret)}, which has no value. Add it to \`secrets\`.`);
    return [];
  });
  if (problems.length > 0) throw new ProblemsError(problems);
  return Object.fromEntries(found);
}
