import { placeholdersIn } from "./placeholders.ts";
import { changesNothing, phasesOf, type Smoke } from "./smoke.ts";

/**
 * Those of a release's smoke requests that can be sent to its color again and again, by somebody without its secrets, in their order: they
 * change nothing, are for the time before the switch as well, and need neither a secret nor what one captures that is left out.
 */
export function repeatable(requests: readonly Smoke[]): Smoke[] {
  const missing = new Set<string>();
  return requests.filter((request) => {
    const { path, headers, body, json, form, capture = {} } = request;
    const isFit =
      changesNothing(request) &&
      phasesOf(request).includes("before") &&
      !placeholdersIn([path, headers, body, json, form]).some(
        ({ kind, name }) => kind === "secret" || missing.has(name),
      );
    for (const name of Object.keys(capture)) {
      if (isFit) missing.delete(name);
      else missing.add(name);
    }
    return isFit;
  });
}
