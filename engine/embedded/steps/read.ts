import type { Snapshot } from "../state/snapshot.ts";
import type { ResourceState } from "../state/state.ts";
import { restoreSecrets, toPlain } from "../values/plain.ts";
import { hasUnknown } from "../values/value.ts";
import { operationContext } from "./effects.ts";
import type { ReadGoal, Registered } from "./goal.ts";
import type { Providers } from "./providers.ts";
import type { Reporter } from "./reporter.ts";
import { describeUrn } from "./urn.ts";

/** Reads a resource somebody else owns, for a program that only looks at it. It is remembered, but never changed. */
export async function readExternal(
  goal: ReadGoal,
  context: { snapshot: Snapshot; providers: Providers; reporter: Reporter },
): Promise<Registered> {
  const { snapshot, providers, reporter } = context;
  const provider = providers.find(goal);
  const old = snapshot.find(goal.urn);
  if (old !== undefined && !old.external) {
    throw new Error(`${describeUrn(goal.urn)}: is managed by this stack and cannot be read as somebody else's.`);
  }
  if (goal.id === "" || hasUnknown(goal.inputs)) return { urn: goal.urn, id: "", outputs: goal.inputs };
  const step = reporter.step({ op: "read", urn: goal.urn, type: goal.type, parent: goal.parent });
  const existing = { id: goal.id, inputs: toPlain(goal.inputs), outputs: {} };
  const found = await provider.read(existing, operationContext(reporter, goal.urn, undefined));
  if (found === null)
    throw new Error(`${describeUrn(goal.urn)}: there is none with the id ${JSON.stringify(goal.id)}.`);
  const secrets = [...provider.secretOutputs, ...goal.additionalSecretOutputs];
  const now: ResourceState = {
    ...goal,
    custom: true,
    outputs: restoreSecrets(found.outputs, goal.inputs, secrets),
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    timeouts: {},
    external: true,
    initErrors: [],
    interrupted: false,
    delete: false,
    pendingReplacement: false,
  };
  snapshot.put(now, old);
  step.done();
  return { urn: goal.urn, id: goal.id, outputs: now.outputs };
}
