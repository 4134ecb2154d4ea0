import { canonicalJson } from "../../../model/release.ts";
import type { PlainObject } from "../provider.ts";
import type { Snapshot } from "../state/snapshot.ts";
import type { ResourceState } from "../state/state.ts";
import { restoreSecrets, toPlain } from "../values/plain.ts";
import { operationContext, toExisting } from "./effects.ts";
import { type Failure, messageOf, RunFailedError } from "./failures.ts";
import { createLimit } from "./limit.ts";
import type { Providers } from "./providers.ts";
import type { Reporter } from "./reporter.ts";
import { describeUrn, providerPackage } from "./urn.ts";

/**
 * Reads what really exists into the snapshot: what differs is corrected, what is gone is forgotten. An output that only
 * reads otherwise (a spelling, an address) is taken over, but is no change: nobody asked for it. Throws a RunFailedError
 * with everything that could not be read.
 */
export async function refresh(
  snapshot: Snapshot,
  providers: Providers,
  reporter: Reporter,
  options: { parallel: number; signal: AbortSignal | undefined },
): Promise<void> {
  const limit = createLimit(options.parallel);
  const failures: Failure[] = [];
  const readable = snapshot.resources.filter(
    (resource) => resource.custom && !resource.pendingReplacement && providerPackage(resource.type) === undefined,
  );
  const refreshOne = async (resource: ResourceState) => {
    if (options.signal?.aborted === true) return;
    const { urn, type, parent } = resource;
    const step = reporter.step({ op: "refresh", urn, type, parent });
    try {
      const now = await readAgain(resource, providers, reporter);
      if (now === null) snapshot.remove(resource);
      else if (now !== resource) snapshot.put(now, resource);
      step.done(now === null ? "delete" : same(toPlain(now.inputs), toPlain(resource.inputs)) ? "same" : "update");
    } catch (error) {
      const message = reporter.redactor.redact(`${describeUrn(urn)}: ${messageOf(error)}`);
      failures.push({ urn, message });
      step.failed(message);
    }
  };
  await Promise.all(readable.map((resource) => limit(() => refreshOne(resource))));
  await snapshot.save();
  if (failures.length > 0) {
    throw new RunFailedError(failures.map(({ message }) => message).join("\n"), failures);
  }
}

/** The resource as it really is: the very same object when nothing differs, null when it is gone. */
export async function readAgain(
  resource: ResourceState,
  providers: Providers,
  reporter: Reporter,
): Promise<ResourceState | null> {
  const provider = providers.find(resource);
  const found = await provider.read(toExisting(resource), operationContext(reporter, resource.urn, undefined));
  if (found === null) return null;
  if (same(found.inputs, toPlain(resource.inputs)) && same(found.outputs, toPlain(resource.outputs))) return resource;
  const secrets = [...provider.secretOutputs, ...resource.additionalSecretOutputs];
  const inputs = restoreSecrets(found.inputs, resource.inputs);
  return { ...resource, inputs, outputs: restoreSecrets(found.outputs, inputs, secrets) };
}

function same(a: PlainObject, b: PlainObject): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
