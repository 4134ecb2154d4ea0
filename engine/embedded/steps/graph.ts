import type { ResourceState } from "../state/state.ts";
import { providerUrn } from "./urn.ts";

/** URNs a resource needs while it exists: it must go before any of them does. */
export function needs(resource: ResourceState): ReadonlySet<string> {
  return new Set([
    ...resource.dependencies,
    ...Object.values(resource.propertyDependencies).flat(),
    ...(resource.parent === undefined ? [] : [resource.parent]),
    ...(resource.provider === undefined ? [] : [providerUrn(resource.provider)]),
    ...(resource.deletedWith === undefined ? [] : [resource.deletedWith]),
  ]);
}

/** Every resource that needs `urn`, directly or not, those that need others of them first. */
export function dependentsOf(urn: string, resources: readonly ResourceState[]): ResourceState[] {
  const order: ResourceState[] = [];
  const visited = new Set<string>([urn]);
  const visit = (needed: string) => {
    for (const resource of resources) {
      if (visited.has(resource.urn) || !needs(resource).has(needed)) continue;
      visited.add(resource.urn);
      visit(resource.urn);
      order.push(resource);
    }
  };
  visit(urn);
  return order;
}

/**
 * Runs `remove` for every resource, each only when all that need it are gone, independent ones at the same time. After a
 * failure nothing more is started; the first error is thrown when everything running has ended.
 */
export async function removeInOrder(
  resources: readonly ResourceState[],
  remove: (resource: ResourceState) => Promise<void>,
): Promise<void> {
  const waiting = new Set(resources);
  const running = new Set<Promise<void>>();
  const active = new Set<ResourceState>();
  const errors: unknown[] = [];
  const isFree = (resource: ResourceState) =>
    [...waiting, ...active].every((other) => other.urn === resource.urn || !needs(other).has(resource.urn));
  while (waiting.size + running.size > 0) {
    const ready = errors.length > 0 ? [] : [...waiting].filter(isFree);
    if (ready.length === 0 && running.size === 0) {
      if (errors.length > 0) break;
      throw new Error(`resources depend on each other in a circle: ${[...waiting].map(({ urn }) => urn).join(", ")}`);
    }
    for (const resource of ready) {
      waiting.delete(resource);
      active.add(resource);
      const task: Promise<void> = remove(resource)
        .catch((error: unknown) => void errors.push(error))
        .then(() => {
          running.delete(task);
          active.delete(resource);
        });
      running.add(task);
    }
    await Promise.race(running);
  }
  if (errors.length > 0) throw errors[0];
}
