import { InputError } from "../model/errors.ts";
import type { StackId } from "../model/names.ts";

/** The one environment id among those that things of a stack carry, null for none. Throws an InputError for several. */
export function soleEnvironment(id: StackId, environments: readonly string[]): string | null {
  const found = [...new Set(environments)].toSorted();
  if (found.length < 2) return found[0] ?? null;
  throw new InputError(
    `${id.project}-${id.stack}: things of that name belong to ${found.length} environments (${found.join(", ")}). ` +
      "Remove those that nobody's state knows any more.",
  );
}
