import { failPoint } from "../../../model/fail-point.ts";
import {
  type Created,
  type Existing,
  type OperationContext,
  PartialCreateError,
  type ResourceProvider,
} from "../provider.ts";
import type { Snapshot } from "../state/snapshot.ts";
import type { ResourceState } from "../state/state.ts";
import { restoreSecrets, toPlain } from "../values/plain.ts";
import { conceal } from "../values/conceal.ts";
import { hasSecret, hasUnknown } from "../values/value.ts";
import type { Reporter } from "./reporter.ts";
import { shortType, urnName } from "./urn.ts";

/** What the effects on resources need; `record` is where each one is noted before and after. */
export interface EffectContext {
  snapshot: Snapshot;
  reporter: Reporter;
  /** Aborted when the run is to end soon. */
  signal: AbortSignal | undefined;
}

/** Creates, and records what came of it; a partial creation is recorded too before it throws. */
export async function createResource(
  context: EffectContext,
  provider: ResourceProvider,
  draft: ResourceState,
  before: ResourceState | undefined,
): Promise<ResourceState> {
  await assertReady(context, provider, draft);
  const operation = { kind: "creating", resource: draft } as const;
  await context.snapshot.begin(operation);
  const record = (created: Created, initErrors: readonly string[]) => {
    const now: ResourceState = { ...withOutputs(draft, provider, created), initErrors };
    context.snapshot.end(operation);
    context.snapshot.supersede(now, "create", before);
    return now;
  };
  try {
    const created = await effect(context, "create", draft, draft.timeouts.createMs, (operationContext) =>
      provider.create(toPlain(draft.inputs), operationContext),
    );
    return record(created, []);
  } catch (error) {
    if (error instanceof PartialCreateError) record(error.created, [context.reporter.redactor.redact(error.message)]);
    else context.snapshot.end(operation);
    throw error;
  } finally {
    await context.snapshot.save();
  }
}

/** Updates in place, and records it. `draft` has the new inputs and the id and outputs of `before`. */
export async function updateResource(
  context: EffectContext,
  provider: ResourceProvider,
  draft: ResourceState,
  before: ResourceState,
): Promise<ResourceState> {
  await assertReady(context, provider, draft);
  const operation = { kind: "updating", resource: before } as const;
  await context.snapshot.begin(operation);
  try {
    const outputs = await effect(context, "update", draft, draft.timeouts.updateMs, (operationContext) =>
      provider.update(toExisting(before), toPlain(draft.inputs), operationContext),
    );
    const now: ResourceState = {
      ...withOutputs(draft, provider, { id: before.id, outputs }),
      initErrors: [],
      interrupted: false,
    };
    context.snapshot.put(now, before);
    return now;
  } finally {
    context.snapshot.end(operation);
    await context.snapshot.save();
  }
}

/** Deletes, and takes it out of the state; `remembered` instead leaves a mark that its replacement is to come. */
export async function deleteResource(
  context: EffectContext,
  provider: ResourceProvider,
  resource: ResourceState,
  options: { remembered: boolean },
): Promise<void> {
  const operation = { kind: "deleting", resource } as const;
  await context.snapshot.begin(operation);
  try {
    await effect(context, "delete", resource, resource.timeouts.deleteMs, (operationContext) =>
      provider.delete(toExisting(resource), operationContext),
    );
    if (options.remembered) context.snapshot.put({ ...resource, pendingReplacement: true }, resource);
    else context.snapshot.remove(resource);
  } finally {
    context.snapshot.end(operation);
    await context.snapshot.save();
  }
}

export function toExisting(resource: ResourceState): Existing {
  return { id: resource.id, inputs: toPlain(resource.inputs), outputs: toPlain(resource.outputs) };
}

/** `draft` with what the provider returned, as secret as its inputs and options say. */
export function withOutputs(draft: ResourceState, provider: ResourceProvider, created: Created): ResourceState {
  const secrets = [...provider.secretOutputs, ...draft.additionalSecretOutputs];
  const outputs = conceal(restoreSecrets(created.outputs, draft.inputs, secrets), draft.inputs);
  return { ...draft, id: created.id, outputs };
}

/** What a provider may use while it works on one resource. */
export function operationContext(
  reporter: Reporter,
  urn: string,
  timeoutMs: number | undefined,
  interrupt: AbortSignal = new AbortController().signal,
): OperationContext {
  return {
    signal: timeoutMs === undefined ? new AbortController().signal : AbortSignal.timeout(timeoutMs),
    interrupt,
    log: (severity, message, options) =>
      reporter.diagnostic(severity, message, { urn, ephemeral: options?.ephemeral ?? false }),
  };
}

async function effect<T>(
  context: EffectContext,
  verb: "create" | "update" | "delete",
  resource: ResourceState,
  timeoutMs: number | undefined,
  run: (operationContext: OperationContext) => Promise<T>,
): Promise<T> {
  const name = `${shortType(resource.type)}:${urnName(resource.urn)}`;
  failPoint(`engine:before-${verb}`);
  failPoint(`engine:before-${verb}:${name}`);
  const result = await run(operationContext(context.reporter, resource.urn, timeoutMs, context.signal));
  failPoint(`engine:after-${verb}`);
  failPoint(`engine:after-${verb}:${name}`);
  return result;
}

/** Nothing is touched whose outcome could not be written down. */
async function assertReady(context: EffectContext, provider: ResourceProvider, draft: ResourceState): Promise<void> {
  if (hasUnknown(draft.inputs)) throw new Error("an input is not known; what it comes from did not return it");
  const secret = provider.secretOutputs.length + draft.additionalSecretOutputs.length > 0 || hasSecret(draft.inputs);
  if (secret) await context.snapshot.prepareToSeal();
}
