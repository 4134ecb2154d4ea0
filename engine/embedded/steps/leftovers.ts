import type { ResourceState } from "../state/state.ts";
import { deleteResource, type EffectContext } from "./effects.ts";
import type { FailureLog } from "./failures.ts";
import { removeInOrder } from "./graph.ts";
import { assertUnprotected } from "./protect.ts";
import type { Providers } from "./providers.ts";
import { providerPackage } from "./urn.ts";

export interface LeftoverContext extends EffectContext {
  providers: Providers;
  dryRun: boolean;
  log: FailureLog;
  /** Whether the program still has the resource of this URN. */
  isWanted: (urn: string) => boolean;
  /** Throws when no further step may be begun. */
  assertGoingOn: (urn: string) => void;
  limit: <T>(task: () => Promise<T>) => Promise<T>;
}

/** Deletes what the program no longer has and what was replaced, dependents first. */
export async function removeLeftovers(context: LeftoverContext): Promise<void> {
  const { snapshot, log } = context;
  const isWanted = (resource: ResourceState) => !resource.delete && context.isWanted(resource.urn);
  for (const resource of snapshot.resources) {
    if (!isWanted(resource) && (resource.pendingReplacement || resource.external)) snapshot.remove(resource);
  }
  const leftovers = snapshot.resources.filter((resource) => !isWanted(resource));
  for (const resource of leftovers) {
    try {
      if (!resource.delete) assertUnprotected(resource, "deleted");
    } catch (error) {
      throw log.add(resource.urn, error);
    }
  }
  await removeInOrder(leftovers, (resource) => context.limit(() => remove(resource, leftovers, context)));
}

async function remove(
  resource: ResourceState,
  leftovers: readonly ResourceState[],
  context: LeftoverContext,
): Promise<void> {
  context.assertGoingOn(resource.urn);
  const { reporter, snapshot } = context;
  const { urn, type, parent } = resource;
  const step = reporter.step({ op: "delete", urn, type, parent }, { count: !resource.delete });
  try {
    const goesWith = leftovers.some((other) => other.urn === resource.deletedWith && !other.retainOnDelete);
    const isLocal = !resource.custom || providerPackage(type) !== undefined;
    if (context.dryRun || isLocal || resource.retainOnDelete || goesWith) {
      snapshot.remove(resource);
      await snapshot.save();
    } else {
      await deleteResource(context, context.providers.find(resource), resource, { remembered: false });
    }
    step.done();
  } catch (error) {
    const failure = context.log.add(urn, error);
    step.failed(failure.message);
    throw failure;
  }
}
