import type { ResourceState } from "../state/state.ts";
import { deleteResource, type EffectContext } from "./effects.ts";
import { dependentsOf } from "./graph.ts";
import { mustFollow } from "./plan.ts";
import { assertUnprotected } from "./protect.ts";
import type { Providers } from "./providers.ts";
import { describeUrn } from "./urn.ts";

/**
 * Deletes a resource whose replacement can only be made afterwards, and before it what cannot live without it. Each stays
 * in the state as a mark that its replacement is to come; returns that mark.
 */
export async function deleteFirst(
  old: ResourceState,
  context: EffectContext & { providers: Providers; dryRun: boolean; isRegistered: (urn: string) => boolean },
): Promise<ResourceState | undefined> {
  const { snapshot, providers, dryRun } = context;
  const live = snapshot.resources.filter(
    (resource) => !resource.delete && !resource.pendingReplacement && !context.isRegistered(resource.urn),
  );
  const replaced = new Set([old.urn]);
  const order = dependentsOf(old.urn, live);
  for (const dependent of order.toReversed()) {
    if (mustFollow(dependent, replaced, (resource) => providers.find(resource))) replaced.add(dependent.urn);
  }
  const dependents = order.filter((dependent) => replaced.has(dependent.urn));
  for (const dependent of dependents) {
    assertUnprotected(dependent, `deleted for the replacement of ${describeUrn(old.urn)}`);
  }
  for (const resource of [...dependents, old]) {
    if (dryRun || resource.retainOnDelete) snapshot.put({ ...resource, pendingReplacement: true }, resource);
    else await deleteResource(context, providers.find(resource), resource, { remembered: true });
  }
  return snapshot.find(old.urn);
}
