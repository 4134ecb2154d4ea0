import { InputError } from "../model/errors.ts";
import type { Observed } from "../model/observed.ts";

/** What a stack's state knows of its place; undefined where a preview of a new stack cannot know it. */
export interface KnownPlace {
  environment: string | undefined;
  engineId: string | undefined;
}

/** Throws an InputError unless what was found on the host belongs to this stack's state, on the engine it lives on. */
export function assertOwner(observed: Observed, known: KnownPlace): void {
  const name = `${observed.project}-${observed.stack}`;
  if (known.engineId !== undefined && known.engineId !== observed.engineId) {
    throw new InputError(
      `host: is another Docker engine than the one stack ${JSON.stringify(observed.stack)} lives on, ` +
        `got engine ${observed.engineId}, expected ${known.engineId}. ` +
        "Put the old `tidegate:host` back; to move, or when that engine is gone for good, destroy the stack and bring it up anew.",
    );
  }
  if (observed.environment !== null && observed.environment !== known.environment) {
    throw new InputError(
      `host: ${name} on it belongs to another state, got environment ${observed.environment}, ` +
        `expected ${known.environment ?? "none yet"}. Use the state (backend, clone, engine) that made it, ` +
        "or destroy it there first, or give this stack another name.",
    );
  }
}
