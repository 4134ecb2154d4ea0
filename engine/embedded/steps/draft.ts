import { randomUUID } from "node:crypto";
import { type ResourceProvider, UNKNOWN } from "../provider.ts";
import type { ResourceState } from "../state/state.ts";
import { keepSecrets } from "../values/plain.ts";
import { Secret, type ValueObject } from "../values/value.ts";
import type { Goal } from "./goal.ts";
import type { Plan } from "./plan.ts";

/** The resource as it will be recorded, with the id and outputs it has so far. */
export function draftOf(
  goal: Goal,
  old: ResourceState | undefined,
  inputs: ValueObject,
  provider: ResourceProvider | undefined,
): ResourceState {
  const secrets = [...(provider?.secretOutputs ?? []), ...goal.additionalSecretOutputs];
  return {
    urn: goal.urn,
    type: goal.type,
    custom: goal.custom,
    id: old?.id ?? "",
    inputs,
    outputs: keepSecrets(old?.outputs ?? {}, inputs, secrets),
    ...(goal.parent === undefined ? {} : { parent: goal.parent }),
    ...(goal.provider === undefined ? {} : { provider: goal.provider }),
    dependencies: goal.dependencies,
    propertyDependencies: goal.propertyDependencies,
    protect: goal.protect,
    retainOnDelete: goal.retainOnDelete,
    ...(goal.deletedWith === undefined ? {} : { deletedWith: goal.deletedWith }),
    additionalSecretOutputs: goal.additionalSecretOutputs,
    timeouts: goal.timeouts,
    external: false,
    initErrors: [],
    interrupted: false,
    delete: false,
    pendingReplacement: false,
  };
}

/**
 * What becomes of a resource that exists in the state only. Components keep the outputs they registered last until they
 * register new ones; providers show their inputs.
 */
export function localState(draft: ResourceState, plan: Plan, dryRun: boolean): ResourceState {
  if (!draft.custom) return draft;
  const id = plan.op === "create" && !dryRun ? randomUUID() : draft.id;
  return { ...draft, id, outputs: draft.inputs };
}

/** What a preview can say of a resource an update would change: unknown is what only the provider knows. */
export function foresee(draft: ResourceState, plan: Plan, provider: ResourceProvider): ResourceState {
  const isUpdate = plan.op === "update";
  const outputs: ValueObject = { ...(isUpdate ? draft.outputs : {}), ...draft.inputs };
  for (const name of isUpdate ? (provider.volatileOutputs ?? []) : []) outputs[name] = UNKNOWN;
  for (const name of [...provider.secretOutputs, ...draft.additionalSecretOutputs]) {
    outputs[name] = new Secret(outputs[name] ?? UNKNOWN);
  }
  return { ...draft, id: isUpdate ? draft.id : "", outputs };
}
