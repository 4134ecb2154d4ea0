import { InputError } from "../model/errors.ts";
import { messageOn } from "../model/hosts.ts";
import type { Observed, ObservedHost } from "../model/observed.ts";

/** What a stack's state knows of its place. */
export interface KnownPlace {
  /** Undefined where a preview of a new stack cannot know it. */
  environment: string | undefined;
  /** Engine ids, by the names of their hosts; none of a host that the state does not know. */
  engines: Readonly<Record<string, string | undefined>>;
}

/** Throws an InputError unless what was found on the hosts belongs to this stack's state, on the engines it lives on. */
export function assertOwner(observed: Observed, known: KnownPlace): void {
  for (const host of observed.hosts) {
    const problem = otherEngine(observed, host, known) ?? otherState(observed, host, known);
    if (problem !== undefined) throw new InputError(messageOn(observed.hosts, host, problem));
  }
}

function otherEngine(
  { stack }: Observed,
  { name, engineId }: ObservedHost,
  { engines }: KnownPlace,
): string | undefined {
  const known = engines[name];
  if (known === undefined || known === engineId) return undefined;
  return (
    `host: is another Docker engine than the one stack ${JSON.stringify(stack)} lives on, ` +
    `got engine ${engineId}, expected ${known}. ` +
    "Put the old `tidegate:host` back; to move, or when that engine is gone for good, destroy the stack and bring it up anew."
  );
}

function otherState(
  { project, stack }: Observed,
  { environment }: ObservedHost,
  known: KnownPlace,
): string | undefined {
  if (environment === null || environment === known.environment) return undefined;
  return (
    `${project}-${stack}: what is there belongs to another state, got environment ${environment}, ` +
    `expected ${known.environment ?? "none yet"}. Use the state (backend, clone, engine) that made it, ` +
    "or destroy it there first, or give this stack another name."
  );
}
